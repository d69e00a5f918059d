"""How alike two marks, goods or pictures are, and why. No framework, no database.

Every comparer answers a score from 0 to 1 and a reason in Chinese and English that names the parts compared. A
scorer is a declared, versioned list of weighted features (`packs/*/similarity/*.yaml`); a score is never a decision.

What other rooms call (all else may change):

| to do | call |
|---|---|
| compare two marks: score, factors, bars, an examiner's sentence | `comparison.compare(one, other, …)` |
| the likest of some candidates a database found, with factors | `comparison.rank(asked, candidates, …)` |
| an index of marks in memory, and the likest to one | `textindex.TextIndex(ids, texts)`, `search.search(index, mark)` |
| keys of a mark for an index in a database (equal key = candidate) | `channels.kept(text)`, `channels.asked(text)` |
| marks inside titles, many titles at once | `titles.Titles(entries).find_all(titles, least=…)` |
| a picture read with care, its vector, its copy mark | `pictures.read`, `embedding.vector`, `shape.near_copy` |
| pictures in memory, and the likest to one | `imagesearch.ImageIndex.of(gallery, mode=…).search(picture, …)` |
| the parts of a picture that are compared, the text read in it | `parts.of(picture)`, `lettering.read(picture)` |
| pictures and the text in them together | `lettered.LetteredIndex(gallery, mode=…).search(picture, …)` |
| how two pictures are alike, with reasons | `embedding.compare(one, other, mode=…)` |
| a picture in parts as vectors, two compared by them | `embedding.parted`, `embedding.alike` |
| meaning of a text as a vector, Chinese and English alike | `meaning.vectors(texts)`, `meaning.compare(one, other)` |
| goods of two marks | `goods.read(words)`, `goods.compare(mine, theirs)`, `answers.weigh_goods` |
| bars and the sentence | `explain.bars(factors)`, `explain.sentence(mine, theirs, score, factors)` |
| rights and questions from files, evaluation | `gallery.read`, `answers.search`, `evaluate.evaluate` |
"""
