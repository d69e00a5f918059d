"""The transparency log: Merkle tree, tiles, signed notes, checkpoints, witnesses, proofs. No framework, no database.

Formats are those of C2SP (tlog-tiles, tlog-checkpoint, signed-note, tlog-cosignature, tlog-witness, tlog-proof,
tlog-policy) over the hash tree of RFC 6962, so that other people's clients can check our log.
"""
