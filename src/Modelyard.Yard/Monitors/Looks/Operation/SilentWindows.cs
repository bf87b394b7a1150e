using Modelyard.Charts;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>
/// Holds windows in a row without rows against what is usual, as where hours differ one without rows is little news and six are much: together against the rows of as many windows before, where the chance counts as often as there were such
/// looks; and, where no season is known, each by its rank alone, as of n windows of which none was empty the next one is with a chance of 1 / (n + 1), whatever their law. Of the two the better one counts twice.
/// </summary>
internal static class SilentWindows
{
    // So many windows in a row are looked at, at most: where they have told nothing, more of them would not.
    private const int Most = 1000;

    // So many windows in a row are held by their ranks at most: where one has a middling chance, very many of them would not.
    private const int MostRanked = 24;

    // So many stretches of windows say what is usual of one.
    private const int Stretches = 10;

    /// <summary>Counts the latest windows in a row that have no rows.</summary>
    internal static int Count(IReadOnlyList<MonitorWindow> history)
    {
        int empty = 0;
        while (empty < history.Count && history[^(empty + 1)].Rows == 0)
        {
            empty++;
        }

        return empty;
    }

    /// <summary>Holds a window without rows, and those beside it, against what is usual.</summary>
    /// <param name="one">The window beside what is usual of it alone.</param>
    /// <param name="figure">The number of rows.</param>
    /// <param name="before">The windows before all of them.</param>
    /// <param name="season">The season that says what is usual; null for none.</param>
    /// <param name="ahead">How many windows after the next one of the season the first of them is.</param>
    /// <param name="count">How many windows in a row are without rows.</param>
    /// <returns>What is the least likely: the window alone, or all of them.</returns>
    internal static HeldFigure Hold(HeldFigure one, UsualFigure figure, IReadOnlyList<MonitorWindow> before, Season? season, int ahead, int count)
    {
        count = Math.Min(count, Most);
        if (count < 2)
        {
            return one;
        }

        MonitorWindow[] latest = season is null ? UsualWindows.Latest(figure, before, UsualWindows.Most * count) : [];
        double rank = Rank([.. latest.TakeLast(UsualWindows.Most)], count);
        (UsualLevel Level, double LeastChance)? sum = season is null ? Sum(figure, latest, ref count) : season.Sum(ahead, count);
        HeldFigure? together = sum is { } usual ? (figure with { What = $"rows of {NumberText.Count(count)} windows" }).Hold(0, usual.Level, usual.LeastChance) : null;
        double chance = Math.Min(1, 2 * Math.Min(rank, together is { } known ? count * known.Chance : 1));
        return chance >= one.Chance ? one : (together ?? one) with { Chance = chance };
    }

    /// <summary>Computes the chance of so many empty windows in a row by the share of those before that were empty.</summary>
    private static double Rank(MonitorWindow[] before, int count) =>
        before.Length < OperationLook.Fewest ? 1 : InARow((before.Count(window => window.Rows == 0) + 1.0) / (before.Length + 1), Math.Min(count, MostRanked));

    /// <summary>Says how many rows are usual in as many windows in a row; of a silence longer than what is known, in as much of it as there are enough stretches to compare with.</summary>
    private static (UsualLevel Level, double LeastChance)? Sum(UsualFigure figure, MonitorWindow[] before, ref int count)
    {
        int windows = count = Math.Min(count, before.Length / Stretches);
        if (windows < 2)
        {
            return null;
        }

        double[] sums = [.. before.Reverse().Chunk(windows).Where(stretch => stretch.Length == windows).Select(stretch => stretch.Sum(window => window.Measure(figure.Name)))];
        return (UsualLevel.Of(figure, sums), CountLaw.Chance(0, sums));
    }

    /// <summary>Computes the chance that so many windows in a row are each as unlikely, by the product of their chances.</summary>
    /// <remarks>Source: Fisher (1932), Statistical Methods for Research Workers, 4th edition, section 21.1.</remarks>
    private static double InARow(double chance, int windows)
    {
        double log = -windows * Math.Log(chance), term = Math.Exp(-log), sum = 0;
        for (int i = 0; i < windows; i++)
        {
            sum += term;
            term *= log / (i + 1);
        }

        return Math.Min(1, sum);
    }
}
