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
