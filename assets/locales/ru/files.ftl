paper-number = № { $number }
paper-made = Составлено { $date } года
paper-page = стр. { $page } из { $pages }
paper-untitled = Документ
