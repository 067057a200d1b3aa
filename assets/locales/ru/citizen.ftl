home-title = Главная
home-guest-title = Городские услуги без очереди
home-guest-text = Подайте заявление из дома, приложите документы и следите за каждым шагом. Здесь видно, что уже сделано и к какому дню ждать ответа.
home-to-services = Посмотреть услуги
home-hello = Здравствуйте, { $name }
home-employee-text = Для ваших прав сводки нет. Всё, что вам открыто, — в меню.
home-no-role = Роли ещё не назначены. Их назначит администратор вашего Агента.
home-needs-answer = Ждём вашего ответа
home-answer-by = Ответьте до { $date }. Пока ждём, срок рассмотрения не идёт.
home-answer = Ответить
home-all-applications = Все заявления: { $count }
catalog-title = Услуги
catalog-categories = Услуги по темам
catalog-situations = Жизненные ситуации
catalog-find = Слово из названия или описания
catalog-meant = Возможно, вы искали:
catalog-nothing = Такой услуги не нашлось
catalog-nothing-text = Попробуйте другое слово, например «отопление» или «ребёнок», или посмотрите все услуги.
catalog-all = Все услуги
catalog-count = { $count ->
    [one] { $count } услуга
    [few] { $count } услуги
   *[other] { $count } услуг
}
service-term = Срок
service-days = { $count ->
    [one] { $count } рабочий день
    [few] { $count } рабочих дня
   *[other] { $count } рабочих дней
}
service-result = Результат
service-cost = Стоимость
service-office = Кто рассматривает
service-payment = Когда придут деньги
service-start = Подать заявление
service-closed = Заявления на эту услугу сейчас не принимают: отдел закрыт
service-sign-in = Войти и подать заявление
service-entitled = Кому положено
service-documents = Какие документы нужны
service-if-needed = не всегда
service-steps = Что нужно заполнить
service-about = Коротко об услуге
service-legal = По какому закону
service-help = Как подать заявление
sign-in-title = Вход
sign-in-login = Логин
sign-in-login-hint = Например, 4-0000012. Логин выдают в отделе приёма.
sign-in-password = Пароль
sign-in-button = Войти
sign-in-help = Ещё не заходили или нет почты в профиле? Придите в отдел приёма с паспортом.
password-title = Изменение пароля
password-current = Текущий пароль
password-new = Новый пароль
password-again = Новый пароль ещё раз
password-hint = Не меньше 10 знаков. Хорошо подойдут три-четыре случайных слова.
password-save = Принять
password-others-end = На других устройствах придётся войти заново, уже с новым паролем.
applications-title = Мои заявления
applications-empty = Заявлений пока нет
applications-empty-text = Выберите услугу и подайте заявление: большую часть мы заполним за вас из профиля.
application-about = № { $number } от { $date }
application-begun = Начато { $date }
application-continue = Продолжить заполнение
application-due = Ответ до { $date }
application-answer-by = Ответьте до { $date }
application-appeal-by = Обжаловать можно до { $date }
application-way = Что происходит
application-documents = Документы
application-paper = Заявление
application-seen = Кто смотрел ваши данные
application-seen-link = Открыть список
application-handed-in = Это заявление уже подано, изменить его нельзя. Откройте «Мои заявления»
talk-title = Переписка
talk-question = Мы спросили
talk-answer = Вы ответили
application-written = Что вы написали в заявлении
submitted-number = Номер заявления
number-of = № { $number }
submitted-next = Что дальше
submitted-next-register = До { $date } мы зарегистрируем заявление.
submitted-next-decide = До { $date } проверим документы и ответим.
submitted-next-told = О каждом шаге сообщим на этой странице и в уведомлениях.
decision-appeal-how = Нажмите «Обжаловать отказ» ниже.
answer-title = Ждём вашего ответа
answer-label = Ваш ответ
answer-files = Файлы к ответу
answer-clock = Пока мы ждём, срок рассмотрения не идёт.
answer-send = Отправить ответ
decision-granted = Решение положительное
decision-sum = Сумма: { $sum }
decision-refused = Мы отказали
decision-open = Открыть решение, PDF
document-confirmed = подтверждён
document-rejected = отклонён
document-with-answer = К ответу на вопрос
document-none-chosen = Выберите файл
appeal-title = Ваша жалоба
appeal-label = С чем вы не согласны
appeal-open = Обжаловать отказ
appeal-send = Отправить жалобу
appeal-answer = Ответ
withdraw-open = Отозвать заявление
withdraw-text = Мы прекратим рассмотрение. Вернуть заявление нельзя, но можно подать новое.
withdraw-send = Отозвать заявление
way-draft = Вы начали заполнять заявление.
way-submitted = Получатель: { $office }. { $count ->
    [0] Документы не приложены.
    [one] Приложен { $count } документ.
    [few] Приложено { $count } документа.
   *[other] Приложено { $count } документов.
}
way-registered = Заявление внесено в журнал, скоро его возьмёт сотрудник.
way-registered-past = Заявление внесено в журнал.
way-in-review = Сотрудник читает заявление и проверяет, всё ли на месте.
way-waiting = Мы задали вам вопрос. Пока ждём ответа, срок рассмотрения не идёт.
way-document-check = Инспектор сверяет документы.
way-decision = Документы проверены, осталось решить.
way-in-delivery = Решение принято, готовим то, что вам положено.
way-refused = Причина написана в решении.
way-appealed = Жалобу рассматривает другой сотрудник, не тот, кто отказал.
way-closed = Всё сделано.
way-withdrawn = Рассмотрение прекращено.
way-assignee = Исполнитель: { $name }
way-due = Ответ до { $date }.
way-next-decision = Решение
way-next-appeal = Ответ на жалобу
way-next-delivery = Результат
form-continue = Продолжить
form-back = Назад
form-saved = Каждый шаг сохраняется. Закончить можно позже и с другого устройства.
form-from-profile = Из вашего профиля, подтверждено { $date }
form-changed = Вы поправили: { $fields }. Сотрудник увидит и то, что стоит в профиле.
form-only-when = Ответьте, только если «{ $field }»: «{ $answer }».
form-file-kinds = PDF, JPEG или PNG, до { $limit }
form-document-optional = С вашими ответами этот документ не обязателен.
form-file-remove = Удалить
form-file-pages = { $count ->
    [one] { $count } страница
    [few] { $count } страницы
   *[other] { $count } страниц
}
check-title = Проверьте ответы
check-gaps = Осталось дополнить
check-text = Отправляя заявление, вы подтверждаете, что всё в нём верно.
check-submit = Отправить заявление
check-empty = не указано
check-no-files = не приложено
check-change = Изменить
flash-signed-out = Вы вышли из кабинета.
flash-application-submitted = Заявление отправлено. Номер и ближайшие шаги на этой странице.
flash-application-withdrawn = Заявление отозвано.
flash-answer-sent = Ответ отправлен.
flash-appeal-sent = Жалоба отправлена.
