// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "ui/paper/paperjob.h"

#include <QImage>
#include <QScrollArea>

namespace Steward {

/// The pages of one paper below each other, as wide as there is room. They are laid out and painted off the GUI thread.
class PaperPreview final : public QScrollArea
{
    Q_OBJECT

public:
    explicit PaperPreview(QWidget *parent = nullptr);
    void show(const PaperBatch &batch, int paper);
    /// No paper, and a sentence in its place.
    void clear(const QString &text);
    [[nodiscard]] int pageCount() const { return int(m_pages.size()); } ///< of what is shown
    [[nodiscard]] const QList<QImage> &pages() const { return m_pages; }

Q_SIGNALS:
    void shown(int pages);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void paintAgain();
    void place(const QList<QImage> &pages);

    PaperBatch m_batch;
    int m_paper = -1;
    QList<QImage> m_pages;
    LatestOnly<QList<QImage>> m_painting;
    QWidget *m_sheet = nullptr;
};

} // namespace Steward
