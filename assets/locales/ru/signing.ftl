refusal-unproved = Подтвердите пароль
confirm-title = Подтвердите пароль
confirm-lead = Это действие меняет права или вход, поэтому мы ещё раз проверяем, что это вы. Ничего из заполненного не потеряется. Пароль действует 10 минут.
confirm-password = Ваш пароль
confirm-button = Продолжить
confirm-cancel = Не продолжать
sign-in-held = Слишком много неудачных попыток входа: пока не проверяем
sign-in-banned = С этого адреса подбирают логины и пароли: он закрыт на час
menu-sessions = Где вы вошли
sessions-title = Где вы вошли
sessions-lead = Каждая строка — браузер, в котором вы вошли. Незнакомую завершите и смените пароль.
sessions-strange = Видите вход, которого не было?
sessions-end-others = Завершить все остальные
session-own = Этот браузер
session-place = адрес { $address }
session-opened = вход { $moment }
session-used = последнее действие { $moment }
session-end = Завершить
browser-unknown = Неизвестный браузер
flash-session-ended = Сеанс завершён.
flash-sessions-ended = Все остальные сеансы завершены.
flash-password-fair = Пароль изменён. Он годится, а более длинный был бы надёжнее.
flash-password-good = Пароль изменён. Он надёжный.
flash-password-strong = Пароль изменён. Он очень надёжный.
password-common = Этот пароль есть в списках, по которым подбирают. Придумайте другой: например, три-четыре случайных слова
password-same = Это ваш прежний пароль. Придумайте новый
password-must-change = Вы вошли с одноразовым паролем. Придумайте свой: до этого ничего другого открыть нельзя.
password-own-elsewhere = Свой пароль меняют на странице «Сменить пароль»
password-of-stronger = У этого пользователя есть права, которых нет у вас. Пароль ему выдаёт тот, у кого они есть
notice-new-place = В ваш кабинет вошли с нового места: { $address }. Если это не вы, завершите сеанс и смените пароль
notice-new-password = Ваш пароль изменён
letter-new-place-subject = Вход с нового места
letter-new-place = { $day } в { $time } в ваш кабинет вошли с нового места: адрес { $address }, { $browser }.
letter-new-place-bare = { $day } в { $time } в ваш кабинет вошли с нового места: адрес { $address }.
letter-new-place-advice =
    Если это были вы, делать ничего не нужно.
    Если не вы, завершите этот сеанс и смените пароль: { $link }
letter-new-password-subject = Пароль изменён
letter-new-password = { $day } в { $time } пароль вашего кабинета изменён. Остальные сеансы завершены.
letter-new-password-advice = Если это не вы, обратитесь в приёмную. Войти: { $link }
letter-access-subject = Доступ к Кабинету
letter-access = Вам открыт доступ. Логин: { $login }. Роли: { $roles }.
letter-access-password = Одноразовый пароль: { $password }
letter-access-link =
    Войдите и сразу придумайте свой пароль: { $link }
    Никому не пересылайте это письмо.
field-known-places-user = Пользователь
field-known-places-places-address = Адрес
field-known-places-places-browser = Браузер
field-known-places-places-since = Первый вход
field-session-used_at = Последнее действие
field-session-proved_at = Пароль подтверждён
refusal-must-change = Сначала придумайте свой пароль: вы вошли с одноразовым
sign-in-forgotten = Забыли пароль?
restore-title = Новый пароль
restore-lead = Назовите логин. Если в вашем профиле есть адрес электронной почты, на него придёт код.
restore-send = Прислать код
restore-employee = Сотруднику новый одноразовый пароль выдаёт администратор.
restore-sent = Если логин верный и в профиле есть адрес, код уже отправлен. Он действует 15 минут.
restore-code = Код из письма
restore-code-hint = 8 цифр
restore-code-shape = В коде 8 цифр. Возьмите его из письма
restore-wrong = Код не подходит или устарел. Проверьте логин и код или запросите новый
restore-again = Запросить новый код
restore-nobody = Логин, которому код не отправляют
restore-not-sent = Код не отправлен: нет адреса или предыдущий отправлен только что
flash-password-restored = Пароль изменён. Войдите с новым паролем.
letter-restore-subject = Код для нового пароля
letter-restore =
    Код: { $code }
    Он действует 15 минут. Никому его не сообщайте: сотрудники его не спрашивают.
letter-restore-link =
    Ввести код: { $link }
    Если вы не забывали пароль, ничего делать не нужно: без кода его не изменить.
field-restoration-user = Пользователь
field-restoration-code = Код
field-restoration-sent_at = Отправлен
field-restoration-tries = Неверных попыток
give-title = Новый одноразовый пароль
give-lead = { $name } ({ $login }) получит новый пароль. Прежний перестанет подходить, все открытые сеансы завершатся.
give-by-mail = Логин и пароль уйдут письмом на адрес из карточки. Их можно и распечатать.
give-by-hand = Адреса электронной почты нет: передайте пароль лично или распечатайте страницу.
give-button = Выдать новый пароль
give-name = Кому
give-password = Одноразовый пароль
give-once = Пароль показан один раз. При первом входе его нужно сменить на свой.
give-before = Эта форма уже отправлена, и пароль был показан. Если его не записали, выдайте новый.
letter-access-bare = Вам открыт доступ. Логин: { $login }.
