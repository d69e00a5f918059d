"""Cases: Case, Move, Clock, Task, Paper, Message; `services.take_step` is the one way a case moves."""
