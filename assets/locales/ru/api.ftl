subsection-identity-api-key = Ключи программ
function-identity-api-key-use = Обращение программы по ключу
function-identity-api-key-list = Список своих ключей программ
function-identity-api-key-make = Создание ключа программы
function-identity-api-key-revoke = Отзыв своего ключа программы
function-identity-user-revoke-api-keys = Отзыв ключей программ пользователя
menu-api-keys = Ключи программ
api-keys-title = Ключи программ
api-keys-lead = С ключом программа читает дела от вашего имени: то же, что видите вы, в том Агенте и в той области видимости, где вы работаете сейчас. Если ваши права изменят, они изменятся и для неё.
api-keys-own-none = У вас нет ключей.
api-keys-none = У пользователя нет ключей.
api-key-new = Новый ключ
api-key-name = Название
api-key-name-hint = Какая программа им пользуется или где он лежит, например «Отчёт для сайта»
api-key-term = Действует
api-key-days =
    { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    }
api-key-make = Создать ключ
api-key-made = Ключ создан
api-key-text = Ключ
api-key-example = Как обратиться
api-key-once = Ключ показан один раз: в системе остаётся только его отпечаток. Храните его как пароль.
api-key-before = Эта форма уже отправлена, и ключ был показан. Если его не сохранили, отзовите ключ и создайте новый.
api-key-place = Агент: { $agent }
api-key-place-scope = Агент: { $agent }, область видимости «{ $scope }»
api-key-place-gone = Агент: { $agent }, области видимости больше нет
api-key-until = создан { $made }, действует по { $until }
api-key-until-certificate = создан { $made }, действует по { $until }, но не дольше сертификата, с которым вы вошли
api-key-used = последнее обращение { $moment }, адрес { $address }
api-key-unused = ещё не использовался
api-key-over = Больше не действует
api-key-asleep = Сейчас не действует
api-key-revoke = Отозвать
api-keys-of-title = Ключи программ пользователя
api-keys-of-lead = Если отозвать ключи, программы с ними сразу перестанут получать ответы. Вернуть их нельзя, можно создать новые.
api-keys-revoke-all = Отозвать все ключи
api-keys-of-stronger = У этого пользователя есть права, которых нет у вас. Ключи отзывает тот, у кого они есть
api-description = Описание для программ (OpenAPI)
api-key-nameless = Назовите ключ: по названию вы узнаете его в списке
api-key-long = Не длиннее { $max } знаков, без управляющих символов
api-key-twice = Ключ с таким названием у вас уже есть
api-key-term-unknown = Выберите срок из списка
api-key-many = У вас уже { $most } ключей. Отзовите ненужный и создайте новый
flash-api-key-revoked = Ключ отозван.
flash-api-keys-revoked = Ключи отозваны.
api-no-key = Нужен ключ программы в заголовке Authorization: Bearer
api-key-unknown = Ключ неизвестен, отозван или больше не действует
api-parameter-unknown = Такого параметра нет
api-parameter-twice = Параметр указан дважды
api-show-unknown = Такого отбора нет: open, mine, overdue, new, done или код состояния
api-size-wrong = Целое число от 1 до { $most }
api-after-wrong = Начало страницы берут из next предыдущего ответа
api-nothing-sought = Укажите, что искать
api-agent-needed = Укажите код Агента
api-agent-unknown = Такого Агента нет
letter-api-key-subject = Создан ключ программы
letter-api-key = { $day } в { $time } в вашем кабинете создан ключ программы «{ $name }», он действует по { $until }.
letter-api-key-advice =
    Если это были вы, делать ничего не нужно.
    Если не вы, отзовите ключ здесь: { $link }
    и смените пароль.
journal-kind-api-key = Ключ программы
field-api-key-key = Отпечаток
field-api-key-user = Пользователь
field-api-key-login = Логин
field-api-key-name = Название
field-api-key-agent = Агент
field-api-key-scope = Область видимости
field-api-key-made_at = Создан
field-api-key-last_day = Действует по
field-api-key-certificate = Сертификат
field-api-key-used_at = Последнее обращение
api-only-read = Этот адрес только читают: GET
api-parameters-many = Не больше { $most } параметров
api-sought-long = Не длиннее { $most } знаков
journal-by-key = { $request } · ключ «{ $key }»
trace-by-program = { $function } (программой по ключу)
sessions-keys =
    { $count ->
        [one] У вас { $count } ключ программы
        [few] У вас { $count } ключа программ
       *[many] У вас { $count } ключей программ
    }
sessions-keys-stay = Завершение сеансов и смена пароля их не отзывают.
field-api-key-used_from = Адрес последнего обращения
