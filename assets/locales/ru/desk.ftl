desk-newest = Поступило последним
desk-queue-title = Очередь
desk-queue-mine = Мои дела
desk-filters = Фильтры очереди
desk-agents = Агент
desk-show-open = Все открытые
desk-show-new = Новые
desk-show-mine = Мои
desk-show-overdue = Просроченные
desk-show-waiting = Ждём заявителя
desk-show-document-check = Проверка документов
desk-show-decision = К решению
desk-show-appealed = Обжалованные
desk-show-done = Завершённые
desk-to-first-page = ← В начало списка
desk-to-open = Показать все открытые
desk-empty-open = Открытых дел нет
desk-empty-mine = За вами нет открытых дел
desk-empty-overdue = Просроченных дел нет
desk-empty-state = Дел в этом состоянии нет
desk-empty-text = Здесь появятся дела из вашей области видимости, как только они поступят.
desk-shown = { $count ->
    [one] На странице { $count } дело
    [few] На странице { $count } дела
   *[other] На странице { $count } дел
}
desk-number = Номер
desk-applicant = Заявитель
desk-service = Услуга
desk-address = Адрес
desk-state = Состояние
desk-due = Срок
desk-assignee = Исполнитель
desk-submitted = Подано
desk-due-late = { $date }, { $days ->
    [0] срок прошёл
    [one] просрочено на { $days } рабочий день
    [few] просрочено на { $days } рабочих дня
   *[other] просрочено на { $days } рабочих дней
}
desk-due-left = { $date }, { $days ->
    [0] сегодня последний рабочий день
    [one] { $days } рабочий день
    [few] { $days } рабочих дня
   *[other] { $days } рабочих дней
}
desk-due-today = сегодня, последний день
desk-due-answer = ответ до { $date }
desk-due-appeal = жалоба до { $date }
desk-tabs = Разделы дела
desk-tab-application = Заявление
desk-tab-documents = Документы
desk-tab-talk = Переписка
desk-tab-decision = Решение
desk-tab-others = Другие дела
desk-tab-history = История
desk-case = Дело
desk-nobody = не назначен
desk-by-applicant = Заявитель
desk-by-unknown = Сотрудник
desk-application-paper = Заявление в PDF
desk-person-name = Фамилия, имя, отчество
desk-person-birth = Дата рождения
desk-person-address = Адрес
desk-person-snils = СНИЛС
desk-person-inn = ИНН
desk-person-passport = Паспорт
desk-person-phone = Телефон
desk-person-email = Электронная почта
desk-differs = не как в профиле
desk-in-profile = В профиле:
desk-disclose = Показать
desk-disclosed = Показано один раз, запись в журнале
desk-nothing-now = Сейчас по этому делу от вас ничего не требуется.
desk-nothing-more = Дело завершено, действий больше нет.
desk-nothing-until-appeal = Дело решено. До { $date } заявитель может обжаловать отказ.
desk-waiting = Вопрос отправлен, срок рассмотрения остановлен до ответа заявителя.
desk-view-traced = Просмотр записан в журнал: заявитель видит, кто открывал его данные.
desk-do-register = Зарегистрировать
desk-do-take = Взять в работу
desk-do-return = Вернуть в очередь
desk-do-send = Передать на проверку документов
desk-do-finish = Завершить проверку
desk-do-check = Проверить документы
desk-do-confirm = Подтвердить решение
desk-do-see-proposal = Проверить решение
desk-do-deliver = Отметить предоставление
desk-do-ask = Спросить заявителя
desk-do-ask-send = Отправить вопрос
desk-do-decide = К решению
desk-do-decide-send = Принять решение
desk-do-decide-propose = Передать на подтверждение
desk-do-appeal = Ответить на жалобу
desk-do-appeal-send = Отправить ответ
desk-do-assign = Назначить
desk-assign = Назначение
desk-assign-to = Исполнитель
desk-checked = Проверено { $done } из { $of }
desk-rejected = { $count ->
    [one] отклонён { $count }
   *[other] отклонено { $count }
}
desk-documents-none = Документы не нужны
desk-documents-none-text = Для этой услуги заявитель ничего не прикладывает.
desk-document-missing = не приложен
desk-documents-answers = Приложены к ответам
desk-documents-optional = Не приложены, для этого заявления не обязательны
desk-document-about = { $pages } стр., { $size }
desk-document-given = Приложен { $when }
desk-document-unchecked = не проверен
desk-document-confirmed = подтверждён
desk-document-rejected = отклонён
desk-document-checked = Документ проверен: { $who }, { $when }
desk-check-note = Замечание
desk-check-note-hint = Заявитель прочтёт его. Если отклоняете документ, напишите, что в нём не так.
desk-check-confirm = Подтвердить
desk-check-reject = Отклонить
desk-check-again = Проверить заново
desk-talk-none = Вопросов не было
desk-talk-none-text = Когда заявителю зададут вопрос, здесь будут вопрос и ответ.
desk-talk-unanswered = Ответа ещё нет.
desk-question = Вопрос заявителю
desk-question-hint = Напишите, чего не хватает или что уточнить. Заявитель сможет приложить к ответу файлы. До ответа срок рассмотрения остановится.
desk-decision-none = Решения ещё нет
desk-decision-none-text = Решение принимают после проверки документов.
desk-decision-none-yours = Решение примет сотрудник с этой функцией.
desk-decision-text = Текст решения
desk-decision-paper = Решение в PDF
desk-proposed = Решение ждёт подтверждения
desk-proposed-text = Услуга требует двух подписей: решение подтвердит другой сотрудник.
desk-proposed-yours = Услуга требует двух подписей. Проверьте решение и подтвердите его.
desk-decided = Принятое решение
desk-outcome = Исход
desk-outcome-granted = удовлетворено
desk-outcome-refused = отказано
desk-template = Решение
desk-reason = Обоснование
desk-reason-hint = Войдёт в текст решения, заявитель его прочтёт. Нужно для решений с пометкой «с обоснованием».
desk-reason-later = (обоснование)
desk-sum = Сумма
desk-sum-hint = В рублях, например 1 840,50. Войдёт в текст решения. Нужна для решений с пометкой «с суммой».
desk-sum-needed = с суммой
desk-sum-later = (сумма)
desk-reason-needed = с обоснованием
desk-rework = Вернуть на доработку
desk-do-rework = Вернуть
desk-remark = Что исправить
desk-remark-hint = Прочтёт тот, кто готовил решение. Заявитель этого не видит.
desk-given-back = Решение возвращено на доработку
flash-case-reworked = Решение возвращено на доработку.
desk-decided-by = Кем принято
desk-proposed-by = Кем подготовлено
desk-confirmed-by = Кем подтверждено
desk-decide-rejected = Среди документов есть отклонённые: удовлетворить заявление нельзя.
desk-appeal = Жалоба на отказ
desk-appeal-nobody = Жалобу некому рассматривать: все, у кого есть это право, подписали отказ или не работают. Дайте право ещё одному сотруднику.
desk-appeal-open = Ответа ещё нет.
desk-appeal-upheld = Отказ оставлен в силе
desk-appeal-returned = Дело возвращено на рассмотрение
desk-appeal-answer = Ответ заявителю
desk-verdict = Что решено по жалобе
desk-verdict-uphold = Оставить отказ в силе
desk-verdict-return = Вернуть дело на рассмотрение
desk-way = Путь дела
desk-history-all = История изменений
desk-others-none = Других дел нет
desk-others-none-text = У этого заявителя нет других дел в вашей области видимости.
flash-case-registered = Заявление зарегистрировано.
flash-case-taken = Дело взято в работу.
flash-case-returned = Дело возвращено в очередь.
flash-case-assigned = Исполнитель назначен.
flash-case-asked = Вопрос отправлен заявителю.
flash-case-sent = Документы переданы на проверку.
flash-case-checked = Проверка документа записана.
flash-case-check-finished = Проверка документов завершена.
flash-case-decided = Решение записано.
flash-case-confirmed = Решение подтверждено, заявитель его видит.
flash-case-delivered = Предоставление отмечено, дело завершено.
flash-case-appeal-answered = Ответ на жалобу отправлен.

dashboard-title = Сводка
dashboard-numbers = Сколько чего ждёт
dashboard-pressing = срочно
dashboard-all = Весь список
dashboard-empty = Пусто
dashboard-case = Дело № { $number }
case-in-other-scope = Это дело в другой вашей группе объектов: «{ $scope }». Выберите её в шапке страницы
