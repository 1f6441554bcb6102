// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/importresultpage.h"

#include "ui/common/counts.h"
#include "ui/common/isolate.h"
#include "ui/common/theme.h"

#include <QDir>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int barSteps = 1000;
constexpr qsizetype mostProblemsShown = 1000; // the others are in the file of rejected rows

/// A date or an amount stays in order where the window runs from right to left.
class CellDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    [[nodiscard]] QString displayText(const QVariant &value, const QLocale &locale) const override { return isolated(QStyledItemDelegate::displayText(value, locale)); }
};

QTableWidget *makeTable(const QString &name, const QString &accessibleName, const QStringList &heads, QWidget *parent)
{
    auto *table = new QTableWidget(0, int(heads.size()), parent);
    table->setObjectName(name);
    table->setItemDelegate(new CellDelegate(table));
    table->setAccessibleName(accessibleName);
    table->setHorizontalHeaderLabels(heads);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setTabKeyNavigation(false);
    return table;
}

void fillRow(QTableWidget &table, int row, const QStringList &cells)
{
    for (int column = 0; column < cells.size(); ++column)
        table.setItem(row, column, new QTableWidgetItem(cells.at(column)));
}

QLabel *makeText(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

ImportResultPage::ImportResultPage(Kind kind, QWidget *parent) : QWidget(parent), m_kind(kind), m_bar(new QProgressBar(this)), m_stop(new QPushButton(tr("Stop"), this))
{
    const QString name = kind == Kind::Check ? u"importCheck"_s : u"importRun"_s;
    m_text = makeText(name + u"Text"_s, this);
    m_ordersTitle = makeText(name + u"OrdersTitle"_s, this);
    m_problemsTitle = makeText(name + u"ProblemsTitle"_s, this);
    m_orders = makeTable(name + u"Orders"_s, tr("The first orders"), {tr("Order"), tr("Placed"), tr("Customer"), tr("Pieces"), tr("Total"), tr("Lines")}, this);
    m_problems = makeTable(name + u"Problems"_s, tr("What is reported"), {tr("Line"), tr("Order"), tr("Column"), tr("What")}, this);
    m_problems->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents); // a reason is read whole
    m_stop->setObjectName(name + u"Stop"_s);
    m_bar->setRange(0, barSteps);
    m_bar->setTextVisible(false);
    auto *running = new QHBoxLayout;
    running->addWidget(m_bar, 1);
    running->addWidget(m_stop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spaceM);
    column->addWidget(m_text);
    column->addLayout(running);
    column->addWidget(m_ordersTitle);
    column->addWidget(m_orders, 1);
    column->addWidget(m_problemsTitle);
    column->addWidget(m_problems, 1);
    column->addStretch();
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_stop->setEnabled(false);
        Q_EMIT stopped();
    });
    begin({});
    end();
}

void ImportResultPage::begin(const QString &text)
{
    m_isDone = false;
    m_text->setText(text);
    m_bar->setValue(0);
    m_bar->show();
    m_stop->setEnabled(true);
    m_stop->show();
    for (QWidget *part : {static_cast<QWidget *>(m_ordersTitle), static_cast<QWidget *>(m_orders), static_cast<QWidget *>(m_problemsTitle), static_cast<QWidget *>(m_problems)})
        part->hide();
}

void ImportResultPage::end()
{
    m_bar->hide();
    m_stop->hide();
}

void ImportResultPage::showProgress(double part)
{
    m_bar->setValue(int(part * barSteps));
}

void ImportResultPage::showOrders(const QList<PreviewedOrder> &orders)
{
    m_ordersTitle->setText(tr("The first orders as they will be"));
    m_orders->setRowCount(int(orders.size()));
    for (int row = 0; row < m_orders->rowCount(); ++row) {
        const PreviewedOrder &order = orders.at(row);
        fillRow(*m_orders, row, {order.number, QLocale().toString(order.placedAt.toTimeZone(m_zone), QLocale::ShortFormat), order.customer, QString::number(order.pieces), order.total.toText(), order.titles.join(u", "_s)});
    }
    m_orders->resizeColumnsToContents();
    m_ordersTitle->setVisible(!orders.isEmpty());
    m_orders->setVisible(!orders.isEmpty());
}

QString ImportResultPage::summary(const ImportReport &report) const
{
    QStringList sentences{tr("%Ln order(s) in the file.", "", countOf(report.orders))};
    sentences.append(report.isDryRun ? tr("%Ln of them would be imported.", "", countOf(report.created)) : tr("%Ln of them were imported.", "", countOf(report.created)));
    if (report.unchanged > 0)
        sentences.append(tr("%Ln are in the store already and are left as they are.", "", countOf(report.unchanged)));
    if (report.rejected > 0)
        sentences.append(report.isDryRun ? tr("%Ln would be rejected.", "", countOf(report.rejected)) : tr("%Ln were rejected.", "", countOf(report.rejected)));
    if (!report.rejectFile.isEmpty())
        sentences.append(tr("Their rows are in %1: mend them there and import that file.").arg(QDir::toNativeSeparators(report.rejectFile)));
    if (report.isDryRun)
        sentences.append(tr("Nothing has been written so far."));
    return sentences.join(u' ');
}

void ImportResultPage::showReport(const ImportReport &report)
{
    end();
    m_isDone = true;
    m_text->setText(summary(report));
    showProblems(report);
}

void ImportResultPage::showProblems(const ImportReport &report)
{
    QList<ImportNote> notes = report.notes.values();
    std::ranges::sort(notes, {}, &ImportNote::firstLine);
    const qsizetype problems = std::min(report.problems.size(), mostProblemsShown);
    const qint64 further = report.problems.size() - problems + report.furtherProblems;
    m_problems->setRowCount(int(problems + notes.size()));
    for (int row = 0; row < problems; ++row) {
        const ImportProblem &problem = report.problems.at(row);
        const QString line = problem.file.isEmpty() ? QString::number(problem.line) : tr("%1, line %2").arg(problem.file).arg(problem.line);
        fillRow(*m_problems, row, {line, problem.order, problem.column, problem.reason});
    }
    for (int i = 0; i < notes.size(); ++i)
        fillRow(*m_problems, int(problems) + i, {QString::number(notes.at(i).firstLine), {}, {}, tr("%1 (%Ln time(s), first on this line)", "", countOf(notes.at(i).count)).arg(notes.at(i).text)});
    m_problems->resizeColumnsToContents();
    m_problemsTitle->setText(further > 0 ? tr("What is to be said of the file, and %Ln more", "", countOf(further)) : tr("What is to be said of the file"));
    m_problemsTitle->setVisible(m_problems->rowCount() > 0);
    m_problems->setVisible(m_problems->rowCount() > 0);
}

void ImportResultPage::showFailure(const QString &why)
{
    end();
    m_text->setText(why);
}

} // namespace Steward
