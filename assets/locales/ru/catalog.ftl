catalog-audience-citizen = Гражданам
catalog-audience-business = Бизнесу
catalog-audience-both = Гражданам и бизнесу
catalog-outcome-granted = Удовлетворить
catalog-outcome-refused = Отказать
form-yes = Да
form-no = Нет
form-bic = БИК
form-empty = Заполните это поле
form-empty-number = Укажите число, например 54,3
form-empty-whole = Укажите число, например 3
form-empty-money = Укажите сумму в рублях, например 1 840,50
form-empty-date = Укажите день, месяц и год, например 17.05.1984
form-empty-choice = Выберите один из ответов
form-empty-full-name = Укажите фамилию, имя и отчество, например: Белова Анна Сергеевна
form-empty-snils = Укажите СНИЛС, например 112-233-445 95
form-empty-inn = Укажите ИНН: 12 цифр у человека, 10 у организации
form-empty-passport = Укажите серию и номер паспорта, например 4508 123456
form-empty-phone = Укажите телефон, например +7 912 345-67-89
form-empty-email = Укажите электронную почту, например anna@mail.ru
form-empty-account = Укажите номер счёта: 20 цифр, они есть в приложении банка в разделе «Реквизиты»
form-empty-bic = Укажите БИК банка: 9 цифр, они стоят рядом с номером счёта
form-empty-address = Укажите адрес, например: Суздаль, улица Ленина, дом 12, квартира 3
form-control-characters = В тексте есть знаки, которых не видно. Наберите его вручную
form-too-long = Здесь { $count } { $count ->
    [one] знак
    [few] знака
   *[other] знаков
}, а помещается { $max }. Сократите текст
form-number-unreadable = Напишите число цифрами, например 54,3
form-number-whole = Напишите целое число, например 3
form-number-decimals = После запятой не больше { $count ->
    [one] { $count } цифры, например 54,3
   *[other] { $count } цифр, например 54,35
}
form-number-small = Число не меньше { $min }. Проверьте
form-number-large = Число не больше { $max }. Проверьте
form-money-small = Сумма не меньше { $min } ₽. Проверьте
form-money-large = Сумма не больше { $max } ₽. Проверьте
form-money-unreadable = Напишите сумму цифрами, например 1 840,50
form-money-decimals = После запятой не больше двух цифр: это копейки. Например, 1 840,50
form-applicant-young = Подать заявление можно с { $years } лет. За того, кто младше, заявление подаёт родитель или опекун
form-date-before = Эта дата не может быть раньше, чем { $date }
form-date-future = Эта дата не может быть позже сегодняшней
form-date-past = Эта дата не может быть раньше сегодняшней
form-date-long-ago = Эта дата не может быть раньше, чем { $count ->
    [one] { $count } год назад
    [few] { $count } года назад
   *[other] { $count } лет назад
}. Проверьте год
form-date-far-ahead = Эта дата не может быть позже, чем через { $count ->
    [one] { $count } год
    [few] { $count } года
   *[other] { $count } лет
}. Проверьте год
form-choice-unknown = Выберите один из ответов, которые есть на странице
form-document-missing = Приложите этот документ
form-documents-many = Приложено { $count }, а можно не больше { $max }. Удалите лишние файлы
