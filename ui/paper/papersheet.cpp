// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paper/papersheet.h"

#include "models/orders/orderrepository.h"
#include "models/session/session.h"
#include "models/session/storezone.h"
#include "ui/common/isolate.h"
#include "ui/common/prompts.h"
#include "ui/common/windows.h"
#include "ui/paper/paperpreview.h"

#include <QDate>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPrinter>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QShortcut>
#include <QSplitter>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int freshMs = 60'000;

} // namespace

PaperSheet::PaperSheet(const UiContext &context, PaperKind kind, const QList<PaperOrder> &orders, QWidget *parent)
    : QDialog(parent), m_context(context), m_kind(kind), m_orders(orders), m_papers(makeSqlPaperRepository(context.session)), m_what(new QLabel(this)), m_said(new QLabel(this)),
      m_list(new QListWidget(this)), m_preview(new PaperPreview(this)), m_failed(new QLabel(this)), m_failures(new QPlainTextEdit(this)), m_bar(new QProgressBar(this)),
      m_number(new QPushButton(this)), m_print(new QPushButton(tr("Print…"), this)), m_save(new QPushButton(tr("Save as PDF…"), this)), m_close(new QPushButton(this))
{
    setObjectName(u"paperSheet"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(paperKindText(kind));
    m_what->setObjectName(u"paperWhat"_s);
    m_said->setObjectName(u"paperSaid"_s);
    for (QLabel *label : {m_what, m_said, m_failed}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    QFont strong = m_what->font();
    strong.setWeight(QFont::DemiBold);
    m_what->setFont(strong);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress"));
    m_bar->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::spaceXl, Theme::spaceL, Theme::spaceXl, Theme::spaceL);
    column->setSpacing(Theme::spaceM);
    column->addWidget(m_what);
    column->addWidget(makeMiddle(), 1);
    column->addWidget(m_failed);
    column->addWidget(m_failures);
    column->addWidget(m_said);
    column->addWidget(m_bar);
    column->addLayout(makeButtons());
    connectAll();
    resizeWithin(this, {Theme::scaled(orders.size() > 1 ? 900 : 680), Theme::scaled(820)});
    ask();
}

QWidget *PaperSheet::makeMiddle()
{
    m_list->setObjectName(u"paperList"_s);
    m_list->setAccessibleName(tr("Papers"));
    m_list->setUniformItemSizes(true);
    m_list->setToolTip(tr("What is not checked is left out: neither numbered nor printed nor saved."));
    auto *middle = new QSplitter(this);
    middle->setChildrenCollapsible(false);
    middle->addWidget(m_list);
    middle->addWidget(m_preview);
    middle->setStretchFactor(1, 1);
    middle->setSizes({Theme::scaled(190), Theme::scaled(600)});
    m_failed->setObjectName(u"paperFailed"_s);
    m_failures->setObjectName(u"paperFailures"_s);
    m_failures->setAccessibleName(tr("Orders without this paper"));
    m_failures->setReadOnly(true);
    m_failures->setTabChangesFocus(true);
    m_failures->setMaximumHeight(fontMetrics().height() * 5);
    m_failed->hide();
    m_failures->hide();
    return middle;
}

QLayout *PaperSheet::makeButtons()
{
    m_number->setObjectName(u"paperNumberButton"_s);
    m_print->setObjectName(u"paperPrintButton"_s);
    m_save->setObjectName(u"paperSaveButton"_s);
    m_close->setObjectName(u"paperCloseButton"_s);
    m_print->setToolTip(QKeySequence(u"Ctrl+P"_s).toString(QKeySequence::NativeText));
    m_save->setToolTip(QKeySequence(u"Ctrl+S"_s).toString(QKeySequence::NativeText));
    for (QPushButton *button : {m_number, m_print, m_save, m_close})
        button->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_number);
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_save);
    buttons->addWidget(m_print);
    return buttons;
}

void PaperSheet::connectAll()
{
    connect(m_list, &QListWidget::currentRowChanged, this, &PaperSheet::showCurrent);
    connect(m_list, &QListWidget::itemChanged, this, &PaperSheet::choiceChanged);
    connect(m_number, &QPushButton::clicked, this, &PaperSheet::number);
    connect(m_print, &QPushButton::clicked, this, [this] { whenFresh([this] { print(); }); });
    connect(m_save, &QPushButton::clicked, this, [this] { whenFresh([this] { save(); }); });
    connect(m_close, &QPushButton::clicked, this, &PaperSheet::reject);
    connect(new QShortcut(QKeySequence(u"Ctrl+P"_s), this), &QShortcut::activated, m_print, &QPushButton::click);
    connect(new QShortcut(QKeySequence(u"Ctrl+S"_s), this), &QShortcut::activated, m_save, &QPushButton::click);
    connect(new QShortcut(QKeySequence(u"F5"_s), this), &QShortcut::activated, this, &PaperSheet::askAgain);
    // After a lock, or a time without a server, the orders may be other.
    connect(&m_context.session, &Session::stateChanged, this, [this](Session::State state) {
        if (state == Session::State::Ready)
            askAgain();
    });
    connect(&m_numbering, &QFutureWatcherBase::finished, this, [this] {
        if (m_numbering.future().resultCount() > 0)
            numbered(m_numbering.result());
    });
    connect(&m_job, &PaperJob::progressed, m_bar, &QProgressBar::setValue);
    connect(&m_job, &PaperJob::failed, this, [this](const QString &text) { end(text, Theme::Tone::Bad); });
    connect(&m_job, &PaperJob::stopped, this, [this] {
        end(m_written.isEmpty() ? tr("Stopped. The printer may still print the pages it has.") : tr("Stopped; no file was left behind."), Theme::Tone::Warning);
    });
    connect(&m_job, &PaperJob::finished, this, [this](int pages) {
        const QString done = m_written.isEmpty() ? tr("%n page(s) went to the printer.", nullptr, pages) : tr("%n page(s) were written to %1.", nullptr, pages).arg(isolated(m_written));
        end(done, Theme::Tone::Good);
    });
}

void PaperSheet::ask()
{
    QList<OrderId> ids;
    for (const PaperOrder &order : std::as_const(m_orders))
        ids.append(order.id);
    say(tr("Asking the store…"), Theme::Tone::Neutral);
    m_reading.start(m_papers->papers(m_kind, ids, m_isNumbered ? m_commandId : QUuid()), this, [this](const Result<PaperSet> &answer) { taken(answer); });
    updateButtons();
}

void PaperSheet::askAgain()
{
    if (!m_job.isRunning() && !m_numbering.isRunning())
        ask();
}

/// What goes into parcels is as the store has it at that moment, however long the sheet has been open.
void PaperSheet::whenFresh(const std::function<void()> &then)
{
    if (m_read.isValid() && m_read.elapsed() < freshMs)
        return then();
    m_then = then;
    ask();
}

void PaperSheet::taken(const Result<PaperSet> &answer)
{
    const auto then = std::exchange(m_then, {});
    if (!answer) {
        say(answer.error().userText, Theme::Tone::Bad);
        return updateButtons();
    }
    m_read.start();
    m_set = *answer;
    auto form = PaperForm::load(m_kind, m_set.store, PaperLook::ofProgram(storeZone(m_context.session.login())));
    if (!form)
        return say(form.error().userText, Theme::Tone::Bad);
    m_batch = {*form, m_set.papers};
    say({}, Theme::Tone::Neutral);
    showPapers();
    showFailures();
    updateButtons();
    if (then)
        then();
}

void PaperSheet::addRow(const QString &text, OrderId order, int refundNo)
{
    auto *item = new QListWidgetItem(text, m_list);
    const QPair<qint64, int> key{order.value, refundNo};
    item->setData(Qt::UserRole, QVariant::fromValue(key));
    if (m_set.papers.size() + m_set.due.size() < 2)
        return;
    item->setCheckState(m_leftOut.contains(key) ? Qt::Unchecked : Qt::Checked);
}

int PaperSheet::rowOf(const QVariant &key) const
{
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(Qt::UserRole) == key)
            return row;
    }
    return -1;
}

void PaperSheet::showPapers()
{
    const int count = int(m_set.papers.size() + m_set.due.size());
    {
        const QSignalBlocker quiet(m_list);
        const QVariant before = m_list->currentItem() ? m_list->currentItem()->data(Qt::UserRole) : QVariant();
        m_list->clear();
        for (const Paper &paper : std::as_const(m_set.papers)) {
            const QString name = paper.number.isEmpty() ? paper.orderNumber : tr("%1, order %2").arg(paper.number, paper.orderNumber);
            addRow(paper.isCopy ? tr("%1 (copy)").arg(name) : name, paper.order, paper.refundNo);
        }
        for (const PaperDue &due : std::as_const(m_set.due))
            addRow(dueText(due), due.order, due.refundNo);
        // What was numbered just now is what one wants to see.
        const auto fresh = std::ranges::find(m_set.papers, false, &Paper::isCopy);
        m_list->setCurrentRow(count == 0 ? -1 : fresh == m_set.papers.end() ? std::max(0, rowOf(before)) : int(fresh - m_set.papers.begin()));
    }
    m_list->setVisible(count > 1);
    if (const int due = int(m_set.due.size()); due > 0) {
        // Where one may want some of several refunds, the checks come first; Enter numbers either way.
        (m_kind == PaperKind::CreditNote && count > 1 ? static_cast<QWidget *>(m_list) : m_number)->setFocus();
        const QString which = m_kind == PaperKind::CreditNote ? tr("%n refund(s) have no credit note yet.", nullptr, due) : tr("%n order(s) have no number for this paper yet.", nullptr, due);
        say(tr("%1 Numbers follow each other without a gap and are never given back.").arg(which), Theme::Tone::Neutral);
    } else {
        (count > 1 ? static_cast<QWidget *>(m_list) : count == 1 ? m_print : m_close)->setFocus();
    }
    choiceChanged();
    showCurrent();
}

/// "Refund of 3 Mar 2026, 12.50 EUR: no number yet"
QString PaperSheet::dueText(const PaperDue &due) const
{
    if (m_kind != PaperKind::CreditNote)
        return tr("Order %1: no number yet").arg(isolated(numberOf(due.order)));
    const QTimeZone zone(m_context.session.login().timeZone.toLatin1());
    const QString day = QLocale().toString(due.at.toTimeZone(zone.isValid() ? zone : QTimeZone::utc()).date(), QLocale::ShortFormat);
    return m_orders.size() == 1 ? tr("Refund of %1, %2: no number yet").arg(day, due.amount.toText())
                                : tr("Order %1, refund of %2, %3: no number yet").arg(isolated(numberOf(due.order)), day, due.amount.toText());
}

bool PaperSheet::isChosen(qsizetype row) const
{
    const QListWidgetItem *item = m_list->item(int(row));
    const QVariant check = item ? item->data(Qt::CheckStateRole) : QVariant();
    return item && (!check.isValid() || check.toInt() == Qt::Checked); // a single one has no check
}

QList<PaperDue> PaperSheet::chosenDue() const
{
    QList<PaperDue> chosen;
    for (qsizetype i = 0; i < m_set.due.size(); ++i) {
        if (isChosen(m_set.papers.size() + i))
            chosen.append(m_set.due.at(i));
    }
    return chosen;
}

PaperBatch PaperSheet::chosenPapers() const
{
    PaperBatch chosen{m_batch.form, {}};
    for (qsizetype i = 0; i < m_set.papers.size(); ++i) {
        if (isChosen(i))
            chosen.papers.append(m_set.papers.at(i));
    }
    return chosen;
}

/// Another row is checked or not: what is said of the choice, and what the buttons would do.
void PaperSheet::choiceChanged()
{
    for (int row = 0; row < m_list->count(); ++row) {
        const auto key = m_list->item(row)->data(Qt::UserRole).value<QPair<qint64, int>>();
        if (isChosen(row))
            m_leftOut.remove(key);
        else
            m_leftOut.insert(key);
    }
    const int papers = int(m_set.papers.size());
    const int chosen = int(chosenPapers().papers.size() + chosenDue().size());
    QString what = papersText(m_kind, papers);
    if (m_orders.size() == 1 && m_list->count() <= 1)
        what = tr("%1, order %2").arg(papers == 1 ? m_batch.form->title(m_set.papers.first()) : paperKindText(m_kind), isolated(m_orders.first().number));
    m_what->setText(chosen < m_list->count() ? tr("%1, %L2 of %L3 chosen").arg(papersText(m_kind, m_list->count())).arg(chosen).arg(m_list->count()) : what);
    updateButtons();
}

void PaperSheet::showFailures()
{
    QStringList lines;
    for (const PaperFailure &failure : std::as_const(m_set.failures)) {
        const QString number = isolated(numberOf(failure.order));
        lines.append(tr("%1: %2").arg(failure.amount.currency.isEmpty() ? number : tr("%1, refund of %2").arg(number, failure.amount.toText()), orderReasonText(failure.reason)));
    }
    m_failed->setText(m_kind == PaperKind::CreditNote ? tr("There is no credit note of:") : tr("%n order(s) have no such paper:", nullptr, int(lines.size())));
    m_failures->setPlainText(lines.join(u'\n'));
    m_failed->setVisible(!lines.isEmpty());
    m_failures->setVisible(!lines.isEmpty());
}

void PaperSheet::showCurrent()
{
    const int row = m_list->currentRow();
    if (row >= 0 && row < m_batch.papers.size())
        m_preview->show(m_batch, row);
    else
        m_preview->clear(row < 0 ? tr("There is no paper to show.") : tr("Its pages are shown here once it has its number."));
}

/// The same command until the store has said what became of it: sent twice, a number is given once.
void PaperSheet::number()
{
    const QList<PaperDue> due = chosenDue();
    if (due.isEmpty() || m_numbering.isRunning())
        return;
    QList<QPair<qint64, int>> wanted;
    for (const PaperDue &paper : due)
        wanted.append({paper.order.value, paper.refundNo});
    if (m_isNumbered || m_sent != wanted)
        m_commandId = QUuid::createUuid();
    m_isNumbered = false;
    m_sent = wanted;
    m_numbering.setFuture(m_papers->issue(m_commandId, m_kind, due));
    say(tr("Asking the store for numbers…"), Theme::Tone::Neutral);
    updateButtons();
}

void PaperSheet::numbered(const Result<CommandOutcome> &answer)
{
    if (!answer) {
        m_isNumbered = answer.error().kind != ErrorKind::Offline;
        say(answer.error().userText, Theme::Tone::Bad);
        return updateButtons();
    }
    m_isNumbered = true;
    if (!answer->details.contains(u"rows"_s)) {
        say(orderReasonText(answer->reason), Theme::Tone::Bad);
        return updateButtons();
    }
    ask();
}

void PaperSheet::save()
{
    const PaperBatch chosen = chosenPapers();
    if (chosen.papers.isEmpty() || m_job.isRunning())
        return;
    m_context.prompts.saveFile(this, tr("Save as PDF"), fileName(), {tr("PDF (*.pdf)")}, [this, chosen](const QString &name) {
        m_written = name;
        begin(tr("Writing %1…").arg(papersText(m_kind, int(chosen.papers.size()))), int(chosen.papers.size()));
        m_job.writePdf(chosen, name);
        updateButtons();
    });
}

void PaperSheet::print()
{
    const PaperBatch chosen = chosenPapers();
    if (chosen.papers.isEmpty() || m_job.isRunning())
        return;
    m_context.prompts.choosePrinter(this, tr("Print"), [this, chosen](const std::shared_ptr<QPrinter> &printer) {
        PaperLook look = chosen.form->look();
        look.size = printer->pageLayout().pageSize();
        auto form = PaperForm::load(m_kind, m_set.store, look);
        if (!form)
            return say(form.error().userText, Theme::Tone::Bad);
        m_written.clear();
        begin(tr("Printing %1…").arg(papersText(m_kind, int(chosen.papers.size()))), int(chosen.papers.size()));
        m_job.print({*form, chosen.papers}, printer);
        updateButtons();
    });
}

void PaperSheet::begin(const QString &text, int papers)
{
    m_bar->setRange(0, papers);
    m_bar->setValue(0);
    m_bar->setVisible(papers > 1);
    say(text, Theme::Tone::Neutral);
}

void PaperSheet::end(const QString &text, Theme::Tone tone)
{
    m_bar->hide();
    say(text, tone);
    updateButtons();
}

void PaperSheet::say(const QString &text, Theme::Tone tone)
{
    QPalette palette = m_said->palette();
    palette.setColor(QPalette::WindowText, Theme::text(tone));
    m_said->setPalette(palette);
    m_said->setText(text);
    m_said->setVisible(!text.isEmpty());
}

void PaperSheet::updateButtons()
{
    const bool isBusy = m_reading.isRunning() || m_numbering.isRunning() || m_job.isRunning();
    const bool canWrite = !isBusy && !chosenPapers().papers.isEmpty();
    const int due = int(chosenDue().size());
    m_number->setVisible(!m_set.due.isEmpty());
    m_number->setText(m_kind == PaperKind::CreditNote ? tr("Give numbers to %n refund(s)", nullptr, due) : tr("Give numbers to %n order(s)", nullptr, due));
    m_number->setEnabled(!isBusy && due > 0);
    m_print->setEnabled(canWrite);
    m_save->setEnabled(canWrite);
    m_close->setText(m_job.isRunning() ? tr("Stop") : tr("Close"));
    // The next step is the one that Enter does.
    QPushButton *next = due == 0 ? m_print : m_number;
    for (QPushButton *button : {m_number, m_print}) {
        button->setProperty("primary", button == next);
        button->setDefault(button == next);
        style()->unpolish(button); // the look follows the property
        style()->polish(button);
    }
}

void PaperSheet::reject()
{
    if (m_job.isRunning())
        m_job.stop();
    else
        QDialog::reject();
}

PageWork PaperSheet::work() const
{
    if (m_written.isEmpty())
        return {tr("Papers are being printed"), tr("Papers are being printed."), tr("If you leave now, it stops; the printer may still print the pages it has."), tr("The printing goes on meanwhile.")};
    return {tr("A PDF is being written"), tr("Papers are being written to a PDF."), tr("If you leave now, it stops, and no file is left behind."), tr("The writing goes on meanwhile.")};
}

QString PaperSheet::numberOf(OrderId order) const
{
    const auto known = std::ranges::find(m_orders, order, &PaperOrder::id);
    return known == m_orders.end() || known->number.isEmpty() ? QString::number(order.value) : known->number;
}

QString PaperSheet::fileName() const
{
    const QString day = QDate::currentDate().toString(Qt::ISODate);
    QString name = paperKindText(m_kind);
    const QList<Paper> chosen = chosenPapers().papers;
    if (chosen.size() == 1) {
        const Paper &paper = chosen.first();
        name = paper.number.isEmpty() ? tr("%1 %2").arg(name, paper.orderNumber) : paper.number;
    } else {
        name = tr("%1 %2").arg(papersText(m_kind, int(chosen.size())), day);
    }
    static const QRegularExpression awkward(u"[^\\w .-]+"_s, QRegularExpression::UseUnicodePropertiesOption);
    return name.remove(awkward).trimmed() + u".pdf"_s;
}

} // namespace Steward
