// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/bulkstrip.h"

#include "ui/common/theme.h"
#include "ui/common/windows.h"
#include "ui/orders/bulkruns.h"
#include "ui/orders/bulkwindow.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

BulkStrip::BulkStrip(BulkRuns &runs, QWidget *parent) : QWidget(parent), m_runs(runs), m_text(new QLabel(this)), m_bar(new QProgressBar(this)), m_show(new QPushButton(tr("Show"), this))
{
    setObjectName(u"bulkStrip"_s);
    m_text->setObjectName(u"bulkStripText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of the run"));
    m_bar->setMaximumWidth(Theme::scaled(240));
    m_show->setObjectName(u"bulkShowButton"_s);
    m_show->setAccessibleName(tr("Show the run"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::spaceL, Theme::spaceS, Theme::spaceL, Theme::spaceS);
    row->setSpacing(Theme::spaceM);
    row->addWidget(m_text, 1);
    row->addWidget(m_bar);
    row->addWidget(m_show);
    connect(m_show, &QPushButton::clicked, this, &BulkStrip::showWindow);
    connect(&runs, &BulkRuns::began, this, &BulkStrip::replaceWindow);
    connect(&runs, &BulkRuns::changed, this, &BulkStrip::update);
    hide();
}

void BulkStrip::replaceWindow()
{
    const QByteArray place = m_window ? m_window->saveGeometry() : QByteArray();
    delete m_window;
    m_window = new BulkWindow(m_runs, parentWidget());
    m_window->restoreGeometry(place);
    if (!m_runs.isLeftOver()) // which waits to be asked for
        showWindow();
}

void BulkStrip::showWindow()
{
    if (!m_window)
        return;
    Steward::showWindow(m_window);
    m_runs.seen();
}

void BulkStrip::update()
{
    const BulkRun &run = *m_runs.run();
    const QString said = m_runs.said();
    setVisible(!said.isEmpty());
    m_text->setText(said);
    m_bar->setRange(0, std::max(1, run.total()));
    m_bar->setValue(run.reached());
}

} // namespace Steward
