backup-done = Копия готова, строк: { $count }
restore-done = Восстановлено, строк: { $count }
init-done = Готово. Первый вход: логин { $login }, пароль { $password }. Смените пароль сразу после входа
check-search = Поиск: { $count ->
    [one] { $count } дело отличается от записанного
    [few] { $count } дела отличаются от записанных
   *[other] { $count } дел отличаются от записанных
}
command-agent-added = Агент создан, его номер { $number }
command-agent-unknown = Агента с кодом { $code } нет. Список: kabinet agent list
command-user-added = Готово. Логин { $login }, одноразовый пароль { $password }. При первом входе система попросит заменить его своим
command-user-citizen = Логин начинается с 1, 2 или 3: жителей регистрирует сотрудник приёма
command-user-active = активен
command-user-inactive = отключён
store-is-served = Эти данные сейчас открыл другой процесс, обычно это работающий сервер. Остановите его или сделайте то же в браузере
check-search-waiting = Поиск догонит записи: { $count ->
    [one] { $count } дело ждёт, это не нарушение
    [few] { $count } дела ждут, это не нарушение
   *[other] { $count } дел ждут, это не нарушение
}
check-whole = Всё в порядке: записи, указатели, документы, поиск и журналы сходятся
check-damaged = { $count ->
    [one] Найдено { $count } несоответствие
    [few] Найдено { $count } несоответствия
   *[other] Найдено { $count } несоответствий
}
command-journal-strangers = Строк, которые не принадлежат ни одному журналу: { $count }
command-agent-number-unknown = Агента с номером { $number } нет. Список: kabinet agent list
command-entry-unknown = В журнале Агента { $agent } нет записи № { $number }. { $count ->
    [0] Записей в нём пока нет
   *[other] Записи в нём: с № 1 по № { $count }
}
command-function-unknown = Функции с кодом { $named } нет. Код пишется так: applications.case.decide
command-login-unknown = Пользователя с логином { $named } нет. Список сотрудников: kabinet user list
command-config-missing = Файла настроек { $file } нет. Образец: packaging/kabinet.toml
command-installation-there = В папке { $folder } уже есть данные Kabinet. Сначала переместите их в другое место
command-no-backup = В папке { $folder } нет копии: нужны файл kabinet.redb и папка keys. Копию делает kabinet backup
command-backup-damaged = Копия в папке { $folder } повреждена: журналы в ней не целы. Что именно, скажет kabinet journal verify --data { $folder }
command-folder-not-empty = Папка { $folder } не пуста. Назовите новую или пустую
command-folder-open = Внимание: папку { $folder } могут читать другие пользователи этого компьютера, а закрыть её не удалось. В ней персональные данные и ключи
store-missing = В папке { $folder } нет данных Kabinet. Новую систему создаёт kabinet init, из копии её восстанавливает kabinet restore
store-unmended = Файл { $file } остался незакрытым после сбоя, а для записи он отсюда недоступен. Выполните команду под той учётной записью, под которой работает сервер, запустите сервер один раз или скопируйте всю папку туда, куда можно писать
installation-no-keys = В папке { $folder } нет ключа журнала. Верните папку keys на место: без неё данные не открыть и журнал не проверить
