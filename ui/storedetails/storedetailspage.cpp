// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storedetails/storedetailspage.h"

#include "models/session/drafts.h"
#include "models/session/session.h"
#include "ui/common/actionregistry.h"
#include "ui/common/statebanner.h"
#include "ui/common/titlelabel.h"
#include "ui/paper/paperpreview.h"
#include "ui/storedetails/detailfield.h"

#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int pauseMs = 200;

QString draftRecord()
{
    return u"store"_s;
}

QString draftVerb()
{
    return u"details"_s;
}

/// An invoice of nobody, to look at the particulars on.
Paper samplePaper()
{
    const Money price{2490, u"EUR"_s};
    Paper paper;
    paper.number = StoreDetailsPage::tr("Sample");
    paper.orderNumber = u"1001"_s;
    paper.placedAt = paper.issuedAt = QDateTime::currentDateTimeUtc();
    paper.to = {StoreDetailsPage::tr("Name of the customer"), {}, StoreDetailsPage::tr("Street 1"), {}, StoreDetailsPage::tr("Town"), {}, u"12345"_s, {}};
    paper.lines = {{{}, StoreDetailsPage::tr("An article"), 1, 0, 0, price, {0, price.currency}, price}};
    paper.subtotal = paper.total = paper.paid = price;
    for (Money *none : {&paper.discount, &paper.shipping, &paper.tax, &paper.adjustment})
        *none = {0, price.currency};
    return paper;
}

} // namespace

StoreDetailsPage::StoreDetailsPage(const UiContext &context, StoreDetailsRepository &details, QWidget *parent)
    : Page(parent), m_context(context), m_repository(details), m_form(new QScrollArea(this)), m_preview(new PaperPreview(this)), m_banner(new StateBanner(this)), m_answer(new QLabel(this))
{
    setObjectName(u"storeDetailsPage"_s);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    makeActions();
    makeFields();
    layOut();
    connect(&m_pause, &QTimer::timeout, this, &StoreDetailsPage::showPaper);
    connect(m_banner, &StateBanner::actionTriggered, this, &StoreDetailsPage::load);
    connect(&context.drafts, &Drafts::opened, this, &StoreDetailsPage::restore);
    connect(&m_saving, &QFutureWatcherBase::finished, this, [this] {
        if (m_saving.future().resultCount() > 0)
            saved(m_saving.result());
    });
    showState();
}

QString StoreDetailsPage::name() const
{
    return u"store"_s;
}

QString StoreDetailsPage::title() const
{
    return tr("Store");
}

QIcon StoreDetailsPage::icon() const
{
    return Theme::icon(u"store"_s);
}

QString StoreDetailsPage::helpTopic() const
{
    return u"store"_s;
}

void StoreDetailsPage::makeActions()
{
    const auto add = [this](const QString &action, const QString &text, const QString &shortcut, const QString &icon, void (StoreDetailsPage::*run)()) {
        QAction *made = m_context.actions.add(this, action, text, QKeySequence(shortcut), title());
        made->setIcon(Theme::icon(icon));
        connect(made, &QAction::triggered, this, run);
        return made;
    };
    m_save = add(u"storeSaveAction"_s, tr("Save"), u"Ctrl+S"_s, u"check"_s, &StoreDetailsPage::save);
    m_takeBack = add(u"storeTakeBackAction"_s, tr("Take back what I typed"), {}, u"undo"_s, &StoreDetailsPage::takeBack);
    m_refresh = add(u"storeRefreshAction"_s, tr("Ask again"), u"F5"_s, u"refresh"_s, &StoreDetailsPage::load);
}

void StoreDetailsPage::makeFields()
{
    using Lines = DetailField::Lines;
    auto *inside = new QWidget(m_form);
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, Theme::spaceM, 0);
    column->setSpacing(Theme::spaceL);
    const auto add = [&](const QString &key, const QString &label, const QString &purpose, Lines lines) {
        auto *made = new DetailField(key, label, purpose, lines, inside);
        connect(made, &DetailField::edited, this, &StoreDetailsPage::edited);
        column->addWidget(made);
        m_fields.append(made);
    };
    add(u"store.name"_s, tr("&Name of the store"), tr("On papers, in messages, and in the title of this window."), Lines::One);
    add(u"store.address"_s, tr("&Address"), tr("On papers, in small print above the customer’s. One line each."), Lines::Several);
    add(u"store.tax_number"_s, tr("&VAT or tax number"), tr("On invoices and credit notes."), Lines::One);
    add(u"store.paper_foot"_s, tr("&Foot of papers"), tr("Bank account, register, a word of thanks: at most 4 lines."), Lines::Several);
    add(u"store.sender"_s, tr("&E-mail address that messages come from"), tr("Without one, messages to customers wait."), Lines::One);
    column->addStretch(1);
    m_form->setWidget(inside);
}

QLayout *StoreDetailsPage::makeTop()
{
    auto *top = new QHBoxLayout;
    top->setSpacing(Theme::spaceM);
    top->addWidget(new TitleLabel(title(), 1.5, this));
    top->addStretch();
    for (QAction *action : {m_takeBack, m_save}) {
        auto *button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setAccessibleName(action->text());
        top->addWidget(button);
    }
    return top;
}

void StoreDetailsPage::layOut()
{
    m_form->setObjectName(u"storeForm"_s);
    m_form->setWidgetResizable(true);
    m_form->setFrameShape(QFrame::NoFrame);
    m_form->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_form->setFocusPolicy(Qt::NoFocus);
    m_answer->setObjectName(u"storeAnswer"_s);
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->setWordWrap(true);
    m_answer->hide();
    m_preview->setAccessibleName(tr("An invoice as it would look"));
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::spaceL);
    row->addWidget(m_form, 2);
    row->addWidget(m_preview, 3);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::spaceL, Theme::spaceM, Theme::spaceL, Theme::spaceM);
    column->setSpacing(Theme::spaceM);
    column->addLayout(makeTop());
    column->addLayout(row, 1);
    column->addWidget(m_banner, 1);
    column->addWidget(m_answer);
    m_banner->show(StateBanner::Look::Hidden, {}, {});
}

void StoreDetailsPage::activate()
{
    load();
    focusLookUp();
}

void StoreDetailsPage::focusLookUp()
{
    if (m_isLoaded)
        m_fields.first()->focusText();
}

DetailField *StoreDetailsPage::field(const QString &key) const
{
    const auto found = std::ranges::find(m_fields, key, &DetailField::key);
    return found == m_fields.end() ? nullptr : *found;
}

QTimeZone StoreDetailsPage::zone() const
{
    const QTimeZone zone(m_context.session.login().timeZone.toLatin1());
    return zone.isValid() ? zone : QTimeZone::utc();
}

void StoreDetailsPage::load()
{
    if (!m_isLoaded)
        m_banner->show(StateBanner::Look::Loading, tr("Asking the store…"), {});
    m_loading.start(m_repository.details(), this, [this](const Result<StoreDetails> &details) { loaded(details); });
    showState();
}

void StoreDetailsPage::loaded(const Result<StoreDetails> &details)
{
    if (!details && m_isLoaded) // what is shown stays, with what is to be said of it
        return say(details.error().userText, Theme::Tone::Bad);
    if (!details) {
        m_banner->show(details.error().kind == ErrorKind::Offline ? StateBanner::Look::Offline : StateBanner::Look::Failed, tr("The store’s particulars could not be had"), details.error().userText, tr("Ask again"));
        return showState();
    }
    m_banner->show(StateBanner::Look::Hidden, {}, {});
    setDetails(*details);
    const bool isFirst = !std::exchange(m_isLoaded, true);
    if (isFirst)
        restore(); // before anything says that nothing is typed, which would take the draft away
    edited();
    if (isFirst)
        focusLookUp();
    showPaper();
}

void StoreDetailsPage::setDetails(const StoreDetails &details)
{
    for (DetailField *one : std::as_const(m_fields)) {
        const StoreDetail detail = details.value(one->key());
        // What was typed on top of another value than this one is to be looked at before it takes this one's place.
        if (one->isChanged() && one->change().from != detail.value && one->value() != detail.value)
            one->setTheirs(detail, zone());
        else
            one->setDetail(detail, zone());
    }
}

/// What was typed in a program that ended before it was saved.
void StoreDetailsPage::restore()
{
    const auto draft = m_context.drafts.find(draftRecord(), draftVerb());
    if (!m_isLoaded || !draft || !changes().isEmpty())
        return;
    for (DetailField *one : std::as_const(m_fields)) {
        const QJsonObject was = draft->typed.value(one->key()).toObject();
        if (was.isEmpty())
            continue;
        const StoreDetail now{one->change().from, {}, {}};
        one->type(was.value(u"to"_s).toString());
        if (was.value(u"from"_s).toString() != now.value && one->isChanged())
            one->setTheirs(now, zone());
    }
    if (!changes().isEmpty())
        say(tr("What you typed before is here again. It is not saved yet."), Theme::Tone::Info);
}

QList<DetailChange> StoreDetailsPage::changes() const
{
    QList<DetailChange> changes;
    for (const DetailField *one : m_fields) {
        if (one->isChanged())
            changes.append(one->change());
    }
    return changes;
}

QJsonObject StoreDetailsPage::typed() const
{
    QJsonObject typed;
    for (const DetailChange &change : changes())
        typed.insert(change.key, QJsonObject{{u"from"_s, change.from}, {u"to"_s, change.to}});
    return typed;
}

void StoreDetailsPage::edited()
{
    if (!m_isLoaded)
        return;
    if (const QJsonObject now = typed(); now.isEmpty())
        m_context.drafts.forget(draftRecord(), draftVerb());
    else
        m_context.drafts.keep({draftRecord(), draftVerb(), title(), now, {}, {}, {}});
    m_pause.start();
    showState();
}

void StoreDetailsPage::showState()
{
    m_form->setVisible(m_isLoaded);
    m_preview->setVisible(m_isLoaded);
    const QString why = !m_isLoaded ? tr("The store’s particulars are not here yet.") : m_saving.isRunning() ? tr("This is being saved right now.") : changes().isEmpty() ? tr("Nothing was changed.") : QString();
    ActionRegistry::setWhyOff(m_save, why);
    ActionRegistry::setWhyOff(m_takeBack, why);
}

void StoreDetailsPage::save()
{
    const QList<DetailChange> wanted = changes();
    if (wanted.isEmpty() || m_saving.isRunning())
        return;
    if (m_sent != wanted)
        m_commandId = QUuid::createUuid();
    m_sent = wanted;
    m_saving.setFuture(m_repository.change(m_commandId, wanted));
    say(tr("Saving…"), Theme::Tone::Neutral);
    showState();
}

void StoreDetailsPage::saved(const Result<CommandOutcome> &outcome)
{
    if (!outcome) {
        // Nobody knows what became of a command without an answer, so it keeps its name.
        if (outcome.error().kind != ErrorKind::Offline)
            m_sent.clear();
        say(outcome.error().userText, Theme::Tone::Bad);
        return showState();
    }
    m_sent.clear();
    const bool isDone = outcome->kind == CommandOutcome::Kind::Done;
    if (outcome->details.contains(u"now"_s))
        setDetails(readStoreDetails(outcome->details.value(u"now"_s).toObject()));
    edited(); // what was saved is a draft no more
    say(isDone ? tr("Saved. Papers and messages made from now on show it.") : storeDetailReasonText(outcome->reason), isDone ? Theme::Tone::Good : Theme::Tone::Bad);
    if (DetailField *wrong = field(outcome->details.value(u"field"_s).toString()))
        wrong->focusText();
    showState();
}

void StoreDetailsPage::takeBack()
{
    for (DetailField *one : std::as_const(m_fields))
        one->takeBack();
    say({}, Theme::Tone::Neutral);
}

void StoreDetailsPage::showPaper()
{
    const auto text = [this](const QString &key) { return field(key)->value(); };
    const PaperStore store{text(u"store.name"_s), text(u"store.address"_s), text(u"store.tax_number"_s), text(u"store.paper_foot"_s)};
    const auto form = PaperForm::load(PaperKind::Invoice, store, PaperLook::ofProgram(zone()));
    if (form)
        m_preview->show({*form, {samplePaper()}}, 0);
    else
        m_preview->clear(form.error().userText);
}

QStringList StoreDetailsPage::unsent() const
{
    const QJsonObject now = typed();
    return now.isEmpty() || now == m_settled ? QStringList() : QStringList{tr("Particulars of the store")};
}

void StoreDetailsPage::settleUnsent(UnsentChoice choice)
{
    if (choice == UnsentChoice::Discard)
        takeBack();
    m_settled = typed();
}

void StoreDetailsPage::say(const QString &text, Theme::Tone tone)
{
    QPalette palette = m_answer->palette();
    palette.setColor(QPalette::WindowText, Theme::text(tone));
    m_answer->setPalette(palette);
    m_answer->setText(text);
    m_answer->setVisible(!text.isEmpty());
}

} // namespace Steward
