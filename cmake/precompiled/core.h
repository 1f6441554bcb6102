// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What most files of models/ include, read once by the compiler instead of once for each. A file includes what it uses all the same:
// the preset `dev` builds without this.

#include <algorithm>
#include <atomic>
#include <array>
#include <chrono>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>
#include <QAbstractTableModel>
#include <QByteArray>
#include <QByteArrayView>
#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QFuture>
#include <QFutureWatcher>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QLocale>
#include <QMap>
#include <QObject>
#include <QPointer>
#include <QPromise>
#include <QRegularExpression>
#include <QSet>
#include <QString>
#include <QStringList>
#include <QThread>
#include <QTimeZone>
#include <QTimer>
#include <QUrl>
#include <QUuid>
#include <QVariant>
