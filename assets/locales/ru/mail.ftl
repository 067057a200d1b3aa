menu-letters = Письма
letter-greeting = Здравствуйте, { $name }.
letter-open-application = Открыть заявление: { $link }
letter-wishes = Какие письма получать, решаете вы: { $link }
letter-foot =
    —
    Это письмо отправила программа «Кабинет», { $town }. Отвечать на него не нужно.
letters-title = Письма
letters-lead = Письма уходят сами. Если почтовый сервер не отвечает, они ждут и отправляются снова через растущие промежутки времени.
letters-open = Не отправлены
letters-sent = Отправлены
letters-empty = Писем нет
letters-none-open = Все письма ушли. Если письмо задержится, здесь будет видно почему.
letters-none-sent = Здесь появятся письма, которые ушли.
letter-subject = Тема
letter-to = Кому
letter-written = Написано
letter-state = Состояние
letter-what = Что сделать
letter-waits = Ждёт
letter-sent = Отправлено
letter-in-outbox = В папке outbox
letter-given-up = Не доставить
letter-not-sent = Письмо не ушло, повторим позже
letter-tries = { $count ->
    [one] { $count } попытка
    [few] { $count } попытки
   *[other] { $count } попыток
}
letter-next = следующая { $moment }
letter-send-now = Отправить сейчас
letter-send-anew = Отправить ещё раз
letter-spent-short = Одноразовое, второй раз не отправить
letter-spent = В этом письме была одноразовая ссылка или пароль, и они стёрты. Чтобы отправить их снова, создайте новые там, где создавали эти
flash-letter-anew = Письмо поставлено в очередь и уйдёт сейчас.
flash-mail-chosen = Выбор сохранён.
mail-wishes-title = Письма на электронную почту
mail-wishes-lead = Письма приходят на { $address }. О входе с нового места и о смене пароля пишем всегда.
mail-wishes-desk-lead = Письма о вашем доступе (вход с нового места, смена пароля, сертификат) приходят на { $address } всегда. Выберите их язык.
mail-no-desk-address = В вашей карточке нет адреса электронной почты. Его вносит сотрудник Владельца, и письма о вашем доступе будут приходить.
mail-no-address = В вашем профиле нет адреса электронной почты. Назовите его в приёмной, и письма будут приходить.
mail-topics = О чём писать
mail-topic-question = Нужно что-то от вас
mail-topic-decision = Решение принято или исполнено
mail-topic-progress = Каждый шаг по заявлению
mail-language = Язык писем
mail-language-ru = Русский
mail-language-en = Английский (English)
mail-wishes-save = Сохранить
field-letter-id = Номер письма
field-letter-written_at = Написано
field-letter-agent = Агент
field-letter-user = Пользователь
field-letter-person = Житель
field-letter-to = Адрес
field-letter-language = Язык
field-letter-subject-id = Тема
field-letter-delivery-waiting-due = Ждёт до
field-letter-delivery-waiting-tries = Неудачных попыток
field-letter-delivery-waiting-error = Ошибка
field-letter-delivery-sent-at = Отправлено
field-letter-delivery-sent-way = Каким путём
field-letter-delivery-givenup-at = Признано недоставимым
field-letter-delivery-givenup-tries = Неудачных попыток
field-letter-delivery-givenup-error = Ошибка
