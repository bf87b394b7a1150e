using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says how far windows usually are from the reference, as those that a monitor learns from have shown.</summary>
internal sealed class LearnedWindows(MonitorDefinition monitor)
{
    private readonly Dictionary<string, IReadOnlyList<QualityFinding>[]> _unfit = new(StringComparer.Ordinal);

    /// <summary>Gets how far each column usually is.</summary>
    /// <param name="history">The windows before.</param>
    internal Dictionary<string, UsualEffect> Effects(IReadOnlyList<MonitorWindow> history)
    {
        var usual = new Dictionary<string, UsualEffect>(StringComparer.Ordinal);
        foreach (IGrouping<string, WatchedColumn> column in Of(history).SelectMany(window => window.Columns).GroupBy(column => column.Name, StringComparer.Ordinal))
        {
            if (UsualEffect.Of(column.Select(one => one.Effect)) is { } effect)
            {
                usual.Add(column.Key, effect);
            }
        }

        return usual;
    }

    /// <summary>Determines whether as many rows did not fit in these windows.</summary>
    /// <param name="finding">What does not fit now.</param>
    /// <param name="level">The level that the chance of it is held against.</param>
    /// <param name="history">The windows before.</param>
    /// <param name="reference">The reference, and what names it.</param>
    /// <param name="counted">Finds what was counted in a window; null where nothing was.</param>
    internal bool IsUsual(QualityFinding finding, double level, IReadOnlyList<MonitorWindow> history, (string Name, TableTally Tally) reference, Func<MonitorWindow, TableTally?> counted)
    {
        if (monitor.Learn == 0)
        {
            return false;
        }

        if (!_unfit.TryGetValue(reference.Name, out IReadOnlyList<QualityFinding>[]? learned))
        {
            learned = [.. Of(history).Select(counted).OfType<TableTally>().Select(tally => TableDrift.Compare(reference.Tally, tally, monitor.Drift).Quality)];
            _unfit.Add(reference.Name, learned);
        }

        return UsualEffect.Of(learned.Select(window => window.Where(one => one.Column == finding.Column && one.Issue == finding.Issue).Sum(one => one.Share))) is { } usual && usual.Chance(finding.Share) > level;
    }

    /// <summary>Lists the windows that are learned from: those after the ones of the reference.</summary>
    private IEnumerable<MonitorWindow> Of(IReadOnlyList<MonitorWindow> history) => monitor.Learn == 0 ? []
        : history.Where(window => window.State == WindowState.Learning).Skip(monitor.Reference.Kind == ReferenceKind.First ? monitor.Reference.Count : 0);
}
