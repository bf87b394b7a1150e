using Modelyard.Charts;
using Modelyard.Drift;
using Modelyard.Learning;
using Modelyard.Selection.Features;

namespace Modelyard.Monitoring;

/// <summary>Compares a column with its reference, by the counts of both and, where they are at hand, by the values.</summary>
internal static class ColumnComparison
{
    /// <summary>Compares a column; p-values are not adjusted yet.</summary>
    /// <param name="reference">The counts of the reference.</param>
    /// <param name="current">The counts of now.</param>
    /// <param name="samples">The values of both; null where only counts are at hand.</param>
    /// <param name="options">What is compared.</param>
    internal static ColumnDrift Of(ColumnTally reference, ColumnTally current, SortedSamples? samples, DriftOptions options)
    {
        ColumnGrid grid = reference.Grid;
        var shares = ColumnShares.Of(reference, current);
        ColumnShares coarse = grid.HasLevels ? shares : shares.InTenths();
        ColumnShares tested = grid.HasLevels ? shares.WithoutRare() : coarse;
        var column = new ColumnDrift(grid.Name, grid.Kind)
        {
            Reference = reference,
            Current = current,
            Missing = MissingOf(reference, current),
            Distances = Distances(coarse.Reference, coarse.Current, grid.IsCategory ? double.NaN : Work(reference, current, samples) / reference.StandardDeviation),
            PooledLevels = tested.Pooled,
            Evidence = Evidence(reference, current, shares, samples),
        };
        if (grid.Kind == FeatureKind.Timestamp)
        {
            return column;
        }

        TwoSampleTest test = grid.HasLevels ? MeasuredShares.Of(options.Levels, tested) : Numbers(options.Numbers, reference, current, shares, tested, samples);
        double effect = samples is null ? shares.Effect(grid.HasLevels) : RankTests.Distance(samples);
        double chance = options.Usual.TryGetValue(grid.Name, out UsualEffect? usual) ? Math.Max(test.PValue, usual.Chance(effect)) : test.PValue;
        return column with { Test = test.Name, Statistic = test.Statistic, PValue = chance, Effect = effect };
    }

    private static TwoSampleTest Numbers(DriftMeasure measure, ColumnTally reference, ColumnTally current, ColumnShares shares, ColumnShares tenths, SortedSamples? samples) => measure switch
    {
        DriftMeasure.KolmogorovSmirnov => samples is null ? BinTests.KolmogorovSmirnov(shares.Reference, shares.Current) : RankTests.KolmogorovSmirnov(samples, SampleTests.MostExact),
        DriftMeasure.AndersonDarling => samples is null ? BinTests.AndersonDarling(shares.Reference, shares.Current) : RankTests.AndersonDarling(samples),
        DriftMeasure.CramerVonMises => samples is null ? BinTests.CramerVonMises(shares.Reference, shares.Current) : RankTests.CramerVonMises(samples),
        DriftMeasure.Wasserstein => MeasuredShares.Integral("Wasserstein", Work(reference, current, samples), shares, Widths(reference, current), Math.Abs, sum => sum),
        DriftMeasure.Energy => MeasuredShares.Integral("energy", Energy(reference, current, samples), shares, Widths(reference, current), gap => gap * gap, sum => Math.Sqrt(2 * sum)),
        _ => MeasuredShares.Of(measure, tenths),
    };

    private static DriftDistances Distances(double[] reference, double[] current, double work) => new(
        CountDistances.PopulationStability(reference, current), CountDistances.JensenShannon(reference, current), CountDistances.Hellinger(reference, current), CountDistances.TotalVariation(reference, current), double.IsFinite(work) ? work : double.NaN);

    private static MissingDrift MissingOf(ColumnTally reference, ColumnTally current)
    {
        double chance = reference.Missing + current.Missing == 0 ? double.NaN : ExactCounts.Fisher(reference.Missing, reference.Rows, current.Missing, current.Rows);
        return new MissingDrift((double)reference.Missing / reference.Rows, (double)current.Missing / current.Rows, chance, double.NaN, false);
    }

    private static double Work(ColumnTally reference, ColumnTally current, SortedSamples? samples) => samples is not null ? SampleDistances.Wasserstein(samples) : Integral(reference, current, Math.Abs);

    private static double Energy(ColumnTally reference, ColumnTally current, SortedSamples? samples) =>
        samples is not null ? SampleDistances.Energy(samples) : Math.Sqrt(2 * Integral(reference, current, gap => gap * gap));

    /// <summary>Sums up the differences of the shares up to the ends of bins, each for the width that is nearest to it.</summary>
    private static double Integral(ColumnTally reference, ColumnTally current, Func<double, double> of)
    {
        double rows = reference.Counts.Sum(), others = current.Counts.Sum(), first = 0, second = 0, sum = 0;
        double[] widths = Widths(reference, current);
        for (int bin = 0; bin < widths.Length; bin++)
        {
            first += reference.Counts[bin];
            second += current.Counts[bin];
            sum += widths[bin] * of((first / rows) - (second / others));
        }

        return rows > 0 && others > 0 ? sum : double.NaN;
    }

    private static double[] Widths(ColumnTally reference, ColumnTally current)
    {
        IReadOnlyList<double> borders = reference.Grid.Borders;
        if (reference.Grid.IsDiscrete)
        {
            return [.. borders.Skip(1).Zip(borders, (next, one) => next - one)];
        }

        double[] ends = [Math.Min(reference.Minimum, double.IsNaN(current.Minimum) ? reference.Minimum : current.Minimum), .. borders, Math.Max(reference.Maximum, double.IsNaN(current.Maximum) ? reference.Maximum : current.Maximum)];
        return [.. Enumerable.Range(1, borders.Count).Select(end => (ends[end + 1] - ends[end - 1]) / 2)];
    }

    private static string Evidence(ColumnTally reference, ColumnTally current, ColumnShares shares, SortedSamples? samples)
    {
        ColumnGrid grid = reference.Grid;
        if (current.Present == 0 || reference.Present == 0)
        {
            return $"no value {(reference.Present == 0 ? SampleNames.Reference : SampleNames.Now).Within}";
        }

        return grid.Kind == FeatureKind.Timestamp ? $"{Day(reference.Minimum)} to {Day(reference.Maximum)} in the reference, {Day(current.Minimum)} to {Day(current.Maximum)} now"
            : grid.IsCategory ? Levels(reference, current, shares)
            : samples is not null ? NumberDrift.Evidence(grid.Kind, SortedShape.OfSorted(samples.FirstValues), SortedShape.OfSorted(samples.SecondValues), SampleNames.Reference, SampleNames.Now)
            : (grid.Kind == FeatureKind.Text ? "words: " : "") + NumberDrift.Evidence(grid.Kind, new TallyShape(reference), new TallyShape(current), SampleNames.Reference, SampleNames.Now);
    }

    /// <summary>Names the level whose share differs most.</summary>
    private static string Levels(ColumnTally reference, ColumnTally current, ColumnShares shares)
    {
        double rows = shares.Reference.Sum(), others = shares.Current.Sum();
        int most = Enumerable.Range(0, shares.Reference.Length).MaxBy(level => Math.Abs((shares.Reference[level] / rows) - (shares.Current[level] / others)));
        return $"{LevelName(reference, current, most)} {NumberText.PlainPercent(shares.Reference[most] / rows)} in the reference and {NumberText.PlainPercent(shares.Current[most] / others)} now";
    }

    /// <summary>Names a level as <see cref="ColumnShares.Of"/> counts it.</summary>
    internal static string LevelName(ColumnTally reference, ColumnTally current, int level)
    {
        ColumnGrid grid = reference.Grid;
        if (level < grid.Count)
        {
            return grid.IsDiscrete ? NumberText.Value(grid.Borders[level]) : $"'{grid.Levels[level]}'";
        }

        string[] names = ColumnShares.NewLevels(reference, current);
        return level - grid.Count < names.Length ? $"'{names[level - grid.Count]}'" : $"{(grid.IsDiscrete ? "values" : "levels")} that the reference does not have";
    }

    private static string Day(double seconds) => DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
