// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/bulkwindow.h"

#include "ui/common/theme.h"
#include "ui/common/titlelabel.h"
#include "ui/common/windows.h"
#include "ui/orders/bulkplanlabel.h"
#include "ui/orders/bulkruns.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int groupLines = 5; // seen at once; more of them scroll

} // namespace

BulkWindow::BulkWindow(BulkRuns &runs, QWidget *parent)
    : QWidget(parent, Qt::Window), m_runs(runs), m_run(*runs.run()), m_model(m_run), m_shown(m_model), m_head(new TitleLabel(runs.title(), 1.3, this)), m_said(new QLabel(this)),
      m_bar(new QProgressBar(this)), m_groups(new QListWidget(this)), m_rows(new QTableView(this))
{
    setObjectName(u"bulkWindow"_s);
    setWindowTitle(tr("%1 — Steward").arg(runs.title()));
    layOut();
    connectAll();
    update();
}

QPushButton *BulkWindow::addButton(const QString &text, const QString &name)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    return button;
}

void BulkWindow::layOut()
{
    m_head->setObjectName(u"bulkHead"_s);
    m_said->setObjectName(u"bulkSaid"_s);
    for (QLabel *label : {m_head, m_said}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_bar->setObjectName(u"bulkBar"_s);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress"));
    m_groups->setObjectName(u"bulkGroups"_s);
    m_groups->setAccessibleName(tr("What becomes of how many"));
    m_groups->setUniformItemSizes(true);
    m_rows->setObjectName(u"bulkRows"_s);
    m_rows->setAccessibleName(tr("Orders of the run"));
    m_rows->setModel(&m_shown);
    m_rows->setSelectionBehavior(QTableView::SelectRows);
    m_rows->setTabKeyNavigation(false);
    m_rows->setShowGrid(false);
    m_rows->verticalHeader()->hide();
    m_rows->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_rows->horizontalHeader()->setStretchLastSection(true);
    m_rows->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_rows->setColumnWidth(BulkModel::Order, fontMetrics().averageCharWidth() * 18);
    m_undo = addButton(tr("Take back"), u"bulkUndoButton"_s);
    m_retry = addButton(tr("Try the others again"), u"bulkRetryButton"_s);
    m_close = addButton(tr("Close"), u"bulkCloseButton"_s);
    m_end = addButton(tr("Leave the others alone"), u"bulkEndButton"_s);
    m_stop = addButton(tr("Stop"), u"bulkStopButton"_s);
    m_resume = addButton(tr("Go on"), u"bulkResumeButton"_s);
    m_do = addButton({}, u"bulkDoButton"_s);
    m_do->setProperty("primary", true);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_undo);
    buttons->addStretch();
    for (QPushButton *button : {m_close, m_retry, m_end, m_stop, m_resume, m_do})
        buttons->addWidget(button);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::spaceXl, Theme::spaceL, Theme::spaceXl, Theme::spaceL);
    column->setSpacing(Theme::spaceM);
    column->addWidget(m_head);
    column->addWidget(m_said);
    column->addWidget(m_bar);
    column->addWidget(m_groups);
    column->addWidget(m_rows, 1);
    column->addLayout(buttons);
    resizeWithin(this, {Theme::scaled(640), Theme::scaled(620)});
}

void BulkWindow::connectAll()
{
    connect(&m_run, &BulkRun::changed, this, &BulkWindow::update);
    connect(m_groups, &QListWidget::currentRowChanged, this, &BulkWindow::showChosenGroup);
    connect(m_do, &QPushButton::clicked, &m_run, &BulkRun::run);
    connect(m_stop, &QPushButton::clicked, &m_run, &BulkRun::stop);
    connect(m_resume, &QPushButton::clicked, &m_run, &BulkRun::resume);
    connect(m_undo, &QPushButton::clicked, &m_run, &BulkRun::undo);
    connect(m_end, &QPushButton::clicked, &m_runs, &BulkRuns::end);
    // Another run takes this window's place, so not under its own button.
    connect(m_retry, &QPushButton::clicked, &m_runs, &BulkRuns::retry, Qt::QueuedConnection);
    connect(m_close, &QPushButton::clicked, this, &QWidget::close);
    connect(new QShortcut(QKeySequence(u"Ctrl+Return"_s), this), &QShortcut::activated, m_do, &QPushButton::click);
    for (const QString &keys : {u"Ctrl+W"_s, u"Esc"_s})
        connect(new QShortcut(QKeySequence(keys), this), &QShortcut::activated, this, &QWidget::close);
}

void BulkWindow::update()
{
    m_said->setText(saidText());
    QPalette palette; // the window's own, which may be another theme's tomorrow
    if (!m_run.error().isEmpty() || m_run.state() == BulkRun::State::Away)
        palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Bad));
    m_said->setPalette(palette);
    m_bar->setRange(0, std::max(1, m_run.total()));
    m_bar->setValue(m_run.reached());
    m_bar->setVisible(m_run.state() != BulkRun::State::Ready);
    updateGroups();
    updateButtons();
}

void BulkWindow::updateButtons()
{
    using State = BulkRun::State;
    const State state = m_run.state();
    const bool isOver = state == State::Ready && m_run.pass() != BulkPass::Check;
    m_do->setText(tr("Change %Ln order(s)", nullptr, m_run.count(BulkState::Would)));
    m_do->setVisible(m_run.mayRun());
    m_stop->setVisible(m_run.mayStop());
    m_stop->setEnabled(state != State::Stopping);
    m_resume->setVisible(state == State::Stopped || state == State::Away);
    m_end->setVisible(m_run.mayEnd());
    m_retry->setVisible((isOver || (state == State::Ready && !m_run.mayRun())) && !m_run.failures().isEmpty());
    m_undo->setText(m_run.mayEnd() ? tr("Take back %Ln order(s), leave the others alone", nullptr, m_run.count(BulkState::Done)) : tr("Take back"));
    m_undo->setVisible(m_run.mayUndo());
}

void BulkWindow::updateGroups()
{
    const QList<BulkGroup> groups = m_run.groups();
    const bool isSame = std::ranges::equal(groups, m_listed, [](const BulkGroup &a, const BulkGroup &b) { return a.state == b.state && a.reason == b.reason; });
    const int row = m_groups->currentRow();
    const BulkGroup chosen = row > 0 ? m_listed.value(row - 1) : BulkGroup();
    m_listed = groups;
    if (!isSame) {
        const QSignalBlocker quiet(m_groups);
        m_groups->clear();
        m_groups->addItem(QString());
        for (qsizetype i = 0; i < groups.size(); ++i)
            m_groups->addItem(QString());
        const auto still = std::ranges::find_if(groups, [&chosen](const BulkGroup &group) { return group.state == chosen.state && group.reason == chosen.reason; });
        m_groups->setCurrentRow(row > 0 && still != groups.end() ? int(still - groups.begin()) + 1 : 0);
    }
    m_groups->item(0)->setText(tr("All %Ln order(s)", nullptr, int(m_run.rows().size())));
    for (int i = 0; i < groups.size(); ++i)
        m_groups->item(i + 1)->setText(tr("%L1: %2", "how many orders, and what becomes of them").arg(groups.at(i).count).arg(bulkStateText(groups.at(i).state, groups.at(i).reason)));
    m_groups->setFixedHeight(m_groups->sizeHintForRow(0) * std::min(m_groups->count(), groupLines) + 2 * m_groups->frameWidth() + Theme::spaceXs);
    if (!isSame)
        showChosenGroup();
}

void BulkWindow::showChosenGroup()
{
    const int row = m_groups->currentRow();
    if (row <= 0)
        m_shown.showAll();
    else
        m_shown.showGroup(m_listed.at(row - 1).state, m_listed.at(row - 1).reason);
}

QString BulkWindow::saidText() const
{
    switch (m_run.state()) {
    case BulkRun::State::Working:
        if (m_run.isTakingUp())
            return tr("This run was begun before the program ended. The store is asked how far it came; nothing is done.");
        if (m_run.pass() == BulkPass::Check)
            return tr("Looking at what will become of each order. Nothing is done yet.");
        return tr("%L1 of %L2 orders so far. You may go on working meanwhile.").arg(m_run.reached()).arg(m_run.total());
    case BulkRun::State::Stopping:
        return tr("Stopping. The orders that are under way are still answered.");
    case BulkRun::State::Away:
        if (m_run.isTakingUp())
            return tr("The server is away. How far the run came is asked when it is back; nothing is done.");
        return tr("The server is away. The run goes on by itself when it is back, and does nothing twice.");
    case BulkRun::State::Stopped:
        return stoppedText();
    case BulkRun::State::Ready:
        break;
    }
    return m_run.pass() == BulkPass::Check ? plannedText() : endText();
}

QString BulkWindow::plannedText() const
{
    const int would = m_run.count(BulkState::Would);
    QStringList sentences;
    if (would == 0)
        sentences.append(tr("None of these orders can be changed this way."));
    else
        sentences.append(bulkWouldText(m_run.task().verb(), would) + u' ' + tr("Nothing is done yet."));
    if (const int refused = int(m_run.rows().size()) - would; refused > 0 && would > 0)
        sentences.append(tr("%Ln order(s) will be left as they are, see why below.", nullptr, refused));
    sentences += bulkMoneyTexts(m_run.sums(), BulkPass::Check);
    if (would > 0 && (m_run.task().isTelling() || m_run.task().isRefunding()))
        sentences.append(tr("Messages and refunds leave some seconds after each order’s turn, while the run goes on; what has left cannot be taken back."));
    return sentences.join(u' ');
}

QString BulkWindow::stoppedText() const
{
    if (m_run.isTakingUp())
        return (m_run.error() + u'\n' + tr("How far the run came could not be asked. Go on to ask again; nothing is done.")).trimmed();
    if (m_runs.isLeftOver() && m_run.mayUndo())
        return tr("The program ended behind %L1 of %L2 orders. Nothing goes on by itself: go on with the others, leave them alone, or take back what was done.").arg(m_run.reached()).arg(m_run.total());
    if (m_runs.isLeftOver())
        return tr("The program ended behind %L1 of %L2 orders. Nothing goes on by itself: go on with the others, or leave them alone.").arg(m_run.reached()).arg(m_run.total());
    const QString left = tr("Stopped behind %L1 of %L2 orders. The others were left alone.").arg(m_run.reached()).arg(m_run.total());
    return m_run.error().isEmpty() ? left : m_run.error() + u'\n' + left;
}

QString BulkWindow::endText() const
{
    QStringList sentences;
    if (!m_run.error().isEmpty())
        sentences.append(m_run.error());
    if (const int done = m_run.count(BulkState::Done); done > 0 || m_run.pass() == BulkPass::Do)
        sentences.append(tr("Done to %Ln order(s).", nullptr, done));
    sentences += bulkMoneyTexts(m_run.sums(), m_run.pass());
    if (const int back = m_run.count(BulkState::TakenBack); back > 0)
        sentences.append(tr("Taken back for %Ln order(s).", nullptr, back));
    if (const int kept = m_run.count(BulkState::Kept); kept > 0)
        sentences.append(tr("%Ln order(s) could not be taken back, see why below.", nullptr, kept));
    if (const int failed = int(m_run.failures().size()); failed > 0)
        sentences.append(tr("%Ln order(s) were left as they are, see why below.", nullptr, failed));
    return sentences.join(u' ');
}

} // namespace Steward
