paper-number = No. { $number }
paper-made = Made on { $date }
paper-page = page { $page } of { $pages }
paper-untitled = Document
