journal-title = Журнал действий
journal-size = { $count ->
    [one] { $shown } запись
    [few] { $shown } записи
   *[other] { $shown } записей
}
journal-export = Выгрузить в CSV
journal-export-xlsx = Выгрузить в XLSX
journal-export-cut = Это не все записи: более старые не поместились. Выгрузите их отдельно с фильтром «По какой день»
journal-export-part = Журнал действий (не весь)
journal-export-changed = Пока файл готовился, ваши права изменились. Выгрузите журнал ещё раз
journal-checkpoint = Контрольная точка
journal-agents = Чей журнал
journal-in-force = Действующие фильтры
journal-filter = Фильтр
journal-filter-q-label = Текст в любом столбце
journal-filter-user-label = Пользователь: логин или фамилия
journal-filter-role-label = Роль
journal-filter-scope-label = Область видимости
journal-filter-ip-label = Адрес IP
journal-filter-section-label = Раздел
journal-filter-subsection-label = Подраздел
journal-filter-function-label = Функция
journal-filter-request-label = Строка запроса
journal-filter-result-label = Результат
journal-filter-record-label = Объект: номер дела или ID записи
journal-filter-error-label = Текст ошибки
journal-filter-duration-label = Продолжительность не меньше, с
journal-filter-number-label = № записи: один или с какого – по какой
journal-filter-from-label = С какого дня
journal-filter-to-label = По какой день
journal-filter-any = Любое значение
journal-filter-show = Показать
journal-filter-clear = Убрать фильтры
journal-filter-long = Здесь помещается не больше { $max } знаков. Оставьте самое важное слово
journal-filter-order = Последний день раньше первого. Поменяйте дни местами
journal-filter-number-unreadable = Напишите номер записи, например 1200, или первый и последний номер через тире: 1200–1300
journal-filter-number-order = Последний номер меньше первого. Поменяйте номера местами
journal-filter-duration-unreadable = Напишите число секунд, например 2 или 0,5
journal-ending-success = Успешно
journal-ending-unsuccessful = Ошибка
journal-ending-refused = Ошибка: отказано
journal-ending-failed = Ошибка: сбой
journal-columns = Столбцы
journal-columns-label = Какие столбцы показывать
journal-columns-show = Показать столбцы
journal-empty = Таких записей нет
journal-empty-text = Измените фильтр: возьмите больше дней или уберите часть условий.
journal-gave-up = Просмотрено записей: { $read }, поиск дошёл до { $day }. { $found ->
    [0] Пока ничего не найдено.
    [one] Найдена { $found } запись.
    [few] Найдены { $found } записи.
   *[other] Найдено { $found } записей.
}
journal-search-on = Искать дальше в прошлом
journal-shown = Записи № { $first } – { $last }
journal-whole-agent = Журнал ведётся по всему Агенту, а вы работаете в области видимости. Откройте его под назначением без областей или попросите администратора
journal-entry-title = Запись журнала № { $number }
journal-disclosed = Чьи персональные данные показаны
journal-changes = Что изменилось
journal-no-changes = Эта запись ничего не изменила.
journal-proof = Скачать доказательство
journal-proof-masked = Доказательство хранит запись целиком, а персональные данные от вас скрыты. Его может выгрузить администратор, которому они видны
journal-newer = Новее
journal-older = Старше
journal-kind-application = Заявление
journal-kind-person = Житель
journal-kind-user = Пользователь
journal-kind-session = Сеанс
journal-kind-grant = Назначение
journal-kind-scope = Область видимости
journal-kind-agent = Агент
journal-kind-house = Дом
journal-kind-notice = Уведомление
journal-kind-read-mark = Отметка о прочтении
journal-kind-journal-search = Сохранённый поиск
checkpoint-title = Контрольная точка журнала
checkpoint-lead = Распечатайте эту страницу или отправьте её тому, кому доверяете. По ней позже можно проверить, что ни одна из записей не изменена, не удалена и не переставлена.
checkpoint-agent = Агент
checkpoint-size = Записей в журнале
checkpoint-time = Когда подписана
checkpoint-text = Подписанный текст
checkpoint-key = Проверочный ключ
checkpoint-how = Как проверить
checkpoint-how-keep = Сохраните подписанный текст и ключ отдельно от этой системы: на бумаге или в почте.
checkpoint-how-proof = Чтобы проверить одну запись, откройте её в журнале и скачайте доказательство. Этот файл читает любая программа, которая знает формат C2SP tlog-proof; наша система для проверки не нужна.
checkpoint-how-verify = Чтобы проверить весь журнал, выполните на сервере команду:
checkpoint-how-meaning = Если журнал не трогали, первые { $size } записей дадут тот же корень, что в третьей строке подписанного текста. Если корень другой, журнал переписан, и ваша контрольная точка это доказывает.
checkpoint-folder = ПАПКА
checkpoint-none = Контрольной точки ещё нет
checkpoint-none-text = Она появится через секунду после первой записи. Обновите страницу.
checkpoint-download = Скачать подписанный текст
history-title = История изменений
history-deeds = Действия пользователей
history-values = Значения полей
history-time = Время изменения
history-age = Срок давности
history-deed = Действие
history-function = Функция
history-author = ФИО пользователя
history-fields = Полей
history-field = Название поля
history-old = Старое значение
history-new = Новое значение
history-added = Добавление
history-changed = Изменение
history-removed = Удаление
history-chosen = { $time }, { $author }
history-no-fields = Поля записи не изменились.
history-more = Показать ещё
history-all-fields = показать все поля
history-empty = Изменений не было
history-empty-text = Как только кто-нибудь изменит запись, здесь появится строка: когда, кто и что.
history-never = Ещё не менялось
history-was = Было
history-was-absent = До этого не было заполнено
history-fields-more = { $count ->
    [one] и ещё { $count } поле
    [few] и ещё { $count } поля
   *[other] и ещё { $count } полей
}
history-role-bound = { $role }, только в области «{ $scope }»
history-list-left = { $name }: убрано
history-list-came = { $name }: добавлено
history-field-numbered = { $name }, № { $number }
journal-searches = Сохранённые поиски
journal-searches-change = изменить
journal-searches-lead = Видите только вы. Откройте поиск, чтобы задать журналу тот же вопрос.
journal-searches-none = Сохранённых поисков нет
journal-searches-none-text = Задайте фильтры и столбцы журнала и сохраните их под именем.
journal-search-save = Сохранить этот поиск
journal-search-name = Название поиска
journal-search-hint = До { $max } знаков. Поиск с таким же названием будет заменён
journal-search-do-save = Сохранить поиск
journal-search-rename = Переименовать
journal-search-new-name = Новое название поиска «{ $name }»
journal-search-do-rename = Переименовать
journal-search-removal = Удаление
journal-search-do-remove = Удалить
journal-search-nameless = Назовите поиск
journal-search-long = Название не длиннее { $max } знаков, в одну строку
journal-search-many = Сохранено уже { $max } поисков. Удалите ненужные
journal-search-taken = Поиск с таким названием у вас уже есть
flash-journal-search-saved = Поиск сохранён.
flash-journal-search-renamed = Поиск переименован.
flash-journal-search-removed = Поиск удалён.
history-then-label = Показать запись на момент
history-then-hint = Все поля с теми значениями, которые были в эту минуту
history-then-show = Показать
history-then-title = Как было: { $moment }
history-then-value = Значение
history-then-all = вся история
history-then-whole = Вся запись после этого изменения
history-then-not-yet = Записи ещё не было
history-then-not-yet-text = Её добавили позже: { $moment }.
history-then-gone = Записи уже не было
history-then-gone-text = Её удалили раньше: { $moment }.
history-then-unknown = Начала этой записи нет в вашем журнале
history-then-unknown-text = Её добавили в другой организации, поэтому собрать все значения нельзя. Изменения, которые вам видны, стоят в истории.
history-then-clock = Укажите время так: 19:04
history-then-ahead = Этот момент ещё не наступил
history-then-long = У записи слишком много изменений, чтобы собрать её на выбранный момент. Смотрите изменения по одному в истории.
history-value-empty = пусто
history-value-erased = стёрто
history-value-secret = скрыто
history-value-out-of-reach = вне вашего доступа
history-author-elsewhere = Сотрудник другой организации
history-author-program = Программа
history-yes = да
history-no = нет
age-now = только что
age-minutes = { $count ->
    [one] { $count } минуту назад
    [few] { $count } минуты назад
   *[other] { $count } минут назад
}
age-hours = { $count ->
    [one] { $count } час назад
    [few] { $count } часа назад
   *[other] { $count } часов назад
}
age-days = { $count ->
    [one] { $count } день назад
    [few] { $count } дня назад
   *[other] { $count } дней назад
}
age-months = { $count ->
    [one] { $count } месяц назад
    [few] { $count } месяца назад
   *[other] { $count } месяцев назад
}
age-years = { $count ->
    [one] { $count } год назад
    [few] { $count } года назад
   *[other] { $count } лет назад
}
trace-title = Кто смотрел мои данные
trace-lead = Каждый раз, когда сотрудник открывает ваши данные, здесь появляется строка. Стереть её никто не может.
trace-empty = Ваши данные ещё никто не смотрел
trace-empty-text = Когда сотрудник откроет ваше заявление или профиль, вы увидите здесь, кто это был и зачем.
trace-more = Показать более ранние
trace-application = заявление № { $number }
trace-field = поле «{ $field }»
trace-times = { $count ->
    [one] { $count } раз за день
    [few] { $count } раза за день
   *[other] { $count } раз за день
}
trace-wrong = Не понимаете, зачем смотрели ваши данные?
trace-wrong-text = Спросите об этом в приёмной организации, которая указана в строке, и назовите дату и время. Вам обязаны ответить (152-ФЗ, статья 14).
profile-title = Мой профиль
profile-lead = Эти данные подставляются в заявления. Если что-то изменилось, сообщите нам.
profile-myself = О вас
profile-papers = Документы
profile-contact = Как с вами связаться
profile-payment = Куда перечислять выплаты
profile-name = Фамилия, имя, отчество
profile-birth = Дата рождения
profile-age = { $count ->
    [one] { $count } год
    [few] { $count } года
   *[other] { $count } лет
}
profile-sex = Пол
profile-sex-female = женский
profile-sex-male = мужской
profile-passport = Паспорт
profile-snils = СНИЛС
profile-inn = ИНН
profile-address = Адрес регистрации
profile-phone = Телефон
profile-email = Электронная почта
profile-account = Номер счёта
profile-bic = БИК банка
profile-unknown = не указано
profile-confirmed = Сверено с вашими документами, { $day }
profile-unconfirmed = С ваших слов, документами не подтверждено
profile-change = Что-то изменилось?
profile-change-text = Придите в приёмную с паспортом и документом, который это подтверждает. Сотрудник исправит данные при вас, и дата сверки обновится.
profile-to-trace = Кто смотрел мои данные
profile-to-password = Изменить пароль
field-journal-search-user = Пользователь
field-journal-search-number = Номер
field-journal-search-name = Название
field-journal-search-query = Вопрос к журналу
field-journal-search-saved_at = Сохранён
field-application-id = Номер записи
field-application-agent = Агент
field-application-service = Услуга
field-application-version = Версия формы
field-application-applicant = Пользователь заявителя
field-application-person = Номер жителя
field-application-name = Заявитель
field-application-address = Адрес
field-application-person-birth = Дата рождения
field-application-person-snils = СНИЛС
field-application-person-inn = ИНН
field-application-person-passport = Паспорт
field-application-person-phone = Телефон
field-application-person-email = Электронная почта
field-application-house = Дом
field-application-number = Регистрационный номер
field-application-state = Состояние
field-application-due = Срок
field-application-assignee = Исполнитель
field-application-began_at = Начато
field-application-promised = Обещанный день решения
field-application-submitted_at = Подано
field-application-next_document = Номер следующего документа
field-application-documents = Документ
field-application-documents-number = Номер документа
field-application-documents-kind = Вид документа
field-application-documents-name = Название файла
field-application-documents-file = Тип файла
field-application-documents-pages = Страниц
field-application-documents-size = Размер, байт
field-application-documents-digest = Контрольная сумма
field-application-documents-inquiry = К какому вопросу приложен
field-application-documents-mark-at = Документ приложен
field-application-documents-mark-by = Кто приложил документ
field-application-documents-check-finding = Проверка документа
field-application-documents-check-note = Замечание к документу
field-application-documents-check-mark-at = Документ проверен
field-application-documents-check-mark-by = Кто проверил документ
field-application-inquiries-text = Вопрос заявителю
field-application-inquiries-from = Состояние до вопроса
field-application-inquiries-mark-at = Вопрос задан
field-application-inquiries-mark-by = Кто спросил
field-application-inquiries-reply-text = Ответ заявителя
field-application-inquiries-reply-mark-at = Ответ получен
field-application-inquiries-reply-mark-by = Кто ответил
field-application-decision-template = Решение
field-application-decision-outcome = Итог
field-application-decision-reason = Основание решения
field-application-decision-sum = Сумма в решении
field-application-decision-mark-at = Решение принято
field-application-decision-mark-by = Кто решил
field-application-decision-confirmation-at = Решение утверждено
field-application-decision-confirmation-by = Кто утвердил
field-application-appeals-text = Жалоба
field-application-reworks-template = Возвращённое решение
field-application-reworks-remark = Замечание к решению
field-application-reworks-mark-at = Решение возвращено
field-application-reworks-mark-by = Кто вернул решение
field-application-appeals-answer = Ответ на жалобу
field-application-appeals-mark-at = Жалоба подана
field-application-appeals-mark-by = Кто подал жалобу
field-application-appeals-ruling = Итог жалобы
field-application-appeals-ruling-upheld-at = Отказ оставлен в силе
field-application-appeals-ruling-upheld-by = Кто оставил отказ в силе
field-application-appeals-ruling-returned-at = Дело возвращено
field-application-appeals-ruling-returned-by = Кто вернул дело
field-application-milestones-state = Этап
field-application-milestones-mark-at = Время этапа
field-application-milestones-mark-by = Кто перевёл на этап
value-application-documents-file-pdf = PDF
value-application-documents-file-jpeg = JPEG
value-application-documents-file-png = PNG
value-application-documents-check-finding-confirmed = подтверждён
value-application-documents-check-finding-rejected = отклонён
value-application-decision-outcome-granted = удовлетворить
value-application-decision-outcome-refused = отказать
value-application-appeals-ruling-upheld = отказ оставлен в силе
value-application-appeals-ruling-returned = дело рассматривается заново
field-person-id = Номер жителя
field-person-user = Пользователь
field-person-name = Фамилия, имя, отчество
field-person-birth = Дата рождения
field-person-sex = Пол
field-person-snils = СНИЛС
field-person-inn = ИНН
field-person-passport = Паспорт
field-person-house = Дом
field-person-address = Адрес регистрации
field-person-phone = Телефон
field-person-email = Электронная почта
field-person-account = Счёт для выплат
field-person-confirmed = Сверено с документами
value-person-sex-female = женский
value-person-sex-male = мужской
field-user-id = Номер пользователя
field-user-kind = Тип
field-user-login = Логин
field-user-password = Пароль
field-user-password-own = Свой пароль
field-user-password-onetime = Одноразовый пароль
field-user-name = Фамилия, имя, отчество
field-user-position = Должность
field-user-phone = Телефон
field-user-email = Электронная почта
field-user-messenger = Мессенджер
field-user-active = Активен
field-user-period-from = Начало доступа
field-user-period-to = Конец доступа
field-user-hide_personal_data = Скрывать персональные данные
field-user-show_test_reports = Показывать тестовые отчёты
field-user-description = Описание
value-user-kind-owner = сотрудник Владельца системы
value-user-kind-partner = сотрудник партнёра
value-user-kind-agent = сотрудник Агента
value-user-kind-citizen = житель
value-user-password-none = нет
value-user-password-own = свой
value-user-password-onetime = одноразовый
field-session-key = Ключ сеанса
field-session-user = Пользователь
field-session-login = Логин
field-session-agent = Агент
field-session-scope = Область видимости
field-session-opened_at = Начало сеанса
field-session-until = Действует до
field-session-address = IP-адрес
field-session-browser = Браузер
field-grant-user = Пользователь
field-grant-agent = Агент
field-grant-roles = Роль
field-grant-scopes = Область видимости
field-grant-period-from = Действует с
field-grant-period-to = Действует по
field-scope-id = Номер области
field-scope-agent = Агент
field-scope-name = Название
field-scope-houses = Дом
field-agent-id = Номер Агента
field-agent-code = Код
field-agent-name-ru = Название
field-agent-name-en = Название на английском
field-agent-short_name-ru = Короткое название
field-agent-short_name-en = Короткое название на английском
field-house-id = Номер дома в реестре
field-house-street = Улица
field-house-number = Номер дома
