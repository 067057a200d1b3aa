check-summary = { $kind }: проверено { $checked }, { $wrong ->
    [0] всё в порядке
    [one] найдено { $wrong } нарушение
    [few] найдено { $wrong } нарушения
   *[other] найдено { $wrong } нарушений
}
check-more = и ещё { $count ->
    [one] { $count } нарушение
    [few] { $count } нарушения
   *[other] { $count } нарушений
}
check-record-unreadable = Запись вида { $kind } с ключом { $key } не читается
check-record-misplaced = Запись вида { $kind } лежит под чужим ключом { $key }
check-index-undeclared = Запись вида { $kind } с ключом { $key } пишет в указатель { $index }, который за ней не числится
check-row-missing = В указателе { $index } нет строки { $key }
check-row-differs = В указателе { $index } у строки { $key } другое значение
check-row-stranger = В указателе { $index } строка { $key } не принадлежит никому
check-entry-unreadable = Журнал { $agent }: запись № { $number } не читается
check-entry-of-another = Журнал { $agent }: запись № { $number } сделана для другого журнала
check-document-missing = Файла { $digest } нет в хранилище
check-document-size = Файл { $digest } сохранён не полностью
check-document-altered = Файл { $digest } изменён: его содержимое не совпадает с отпечатком
