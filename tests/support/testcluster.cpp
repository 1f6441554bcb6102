// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/clusterfixture.h"

#include <QCoreApplication>
#include <QTextStream>

using namespace Steward;
using namespace Steward::Test;

namespace {

int finish(const Result<void> &result)
{
    if (!result)
        QTextStream(stderr) << result.error().userText << '\n';
    return result ? 0 : 1;
}

Result<void> start()
{
    if (auto left = Cluster::open(ClusterFixture::directory())) {
        if (auto gone = left->destroy(); !gone) // of a run that was cut off
            return gone;
    }
    auto cluster = Cluster::create({.directory = ClusterFixture::directory()});
    return cluster ? ClusterFixture::makeTemplates(*cluster) : Result<void>(cluster.error());
}

Result<void> stop()
{
    auto cluster = Cluster::open(ClusterFixture::directory());
    return cluster ? cluster->destroy() : Result<void>(cluster.error());
}

} // namespace

/// steward_test_cluster start | stop: what ctest runs before and after the tests that need a server.
int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    return finish(application.arguments().value(1) == QLatin1StringView("start") ? start() : stop());
}
