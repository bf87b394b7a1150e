using Modelyard.Charts;
using Modelyard.Drift;
using Modelyard.Learning;
using Modelyard.Probability;

namespace Modelyard.Monitoring;

/// <summary>Finds what of a table does not fit its reference, beyond what a second sample of the same law would have.</summary>
internal static class QualityChecks
{
    private const int Named = 5;

    /// <summary>Looks at each column.</summary>
    /// <param name="columns">The counts of the reference and of now.</param>
    /// <param name="level">The chance that something is told of a table that has not changed.</param>
    internal static IReadOnlyList<QualityFinding> Of(IReadOnlyList<(ColumnTally Reference, ColumnTally Current)> columns, double level)
    {
        var found = new List<(QualityFinding Finding, double Chance)>();
        foreach ((ColumnTally reference, ColumnTally current) in columns)
        {
            string name = reference.Grid.Name;
            Add(QualityIssue.Unreadable, current.Unreadable, reference.Unreadable == 0 ? 0 : double.NaN, []);
            bool isTime = reference.Grid.Kind == FeatureKind.Timestamp;
            if (reference.Grid.HasLevels)
            {
                AddNew(reference, current);
            }
            else if (!isTime)
            {
                // Of times, which go on by themselves, every new one is beyond the range.
                AddBeyond(QualityIssue.BelowRange, current.Below, reference.Below, current.Minimum < reference.Minimum, reference.Grid.Minimum, current.Minimum);
                AddBeyond(QualityIssue.AboveRange, current.Above, reference.Above, current.Maximum > reference.Maximum, reference.Grid.Maximum, current.Maximum);
            }

            void AddBeyond(QualityIssue issue, long rows, long then, bool isFarther, double bound, double farthest)
            {
                // A reference of several windows may go beyond the range of its first one, which chose the grid: then rows are counted from there, and none is news that goes no farther than the reference.
                Add(issue, then == 0 || isFarther ? rows : 0, ExactCounts.AtLeast(rows, current.Present, then, reference.Present), [NumberText.Value(farthest)], then == 0 ? null : (bound, (double)then / reference.Rows));
            }

            void AddNew(ColumnTally then, ColumnTally now)
            {
                // A reference of several windows may have levels that its first one, which chose the grid, had not.
                KeyValuePair<string, long>[] strange = [.. now.Unseen.Where(level => !then.Unseen.ContainsKey(level.Key))];
                bool isNamed = then.Unseen.Values.Sum() == then.Unknown && now.Unseen.Values.Sum() == now.Unknown;
                string[] names = [.. strange.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Take(Named).Select(one => one.Key)];
                long rows = isNamed ? strange.Sum(one => one.Value) : now.Unknown;
                Add(QualityIssue.UnknownLevels, rows, isNamed || then.Unknown == 0 ? ChanceOfNew(then, now, rows) : ExactCounts.AtLeast(rows, now.Present, then.Unknown, then.Present), names);
            }

            void Add(QualityIssue issue, long rows, double chance, IReadOnlyList<string> examples, (double Bound, double Share)? beyond = null)
            {
                // What is not there has no look to pay for, but each kind of finding that might have been made has.
                found.Add((new QualityFinding(name, issue, rows, (double)rows / current.Rows) { Examples = examples, Reference = beyond }, rows == 0 ? 1 : chance));
            }
        }

        IReadOnlyList<double> adjusted = MultipleTests.BenjaminiHochberg([.. found.Select(one => one.Chance)]);
        return [.. found.Select((one, i) => one.Finding with { AdjustedPValue = adjusted[i] }).Where(one => one.Rows > 0 && (one.AdjustedPValue <= level || double.IsNaN(one.AdjustedPValue)))
            .OrderByDescending(one => one.Share)];
    }

    /// <summary>Computes the chance of so many cells, or more, whose level the reference does not have.</summary>
    /// <remarks>
    /// The share of levels that a sample did not meet is about that of the levels that it met once, and varies by those that it met twice too: a beta law of that mean and variance stands for it.
    /// Sources: Good (1953), The Population Frequencies of Species and the Estimation of Population Parameters, Biometrika 40; Esty (1983), A Normal Limit Law for a Nonparametric Estimator of the Coverage of a Random Sample, Annals of Statistics 11(3).
    /// </remarks>
    private static double ChanceOfNew(ColumnTally reference, ColumnTally current, double found)
    {
        long[] counts = [.. reference.Counts, .. reference.Unseen.Values];
        double once = counts.Count(count => count == 1), twice = counts.Count(count => count == 2), rows = reference.Present, others = current.Present;
        double mean = (once + 1) / (rows + 2), variance = ((once * (1 - (once / rows))) + (2 * twice) + 1) / (rows * rows);
        double size = Math.Max(1, (mean * (1 - mean) / variance) - 1), unseen = mean * size, seen = size - unseen;

        // The beta-binomial law, summed up from the least number on.
        double chance = 0, complete = LogBeta(unseen, seen);
        for (double k = found; k <= others; k++)
        {
            double term = Math.Exp(-Math.Log(others + 1) - LogBeta(k + 1, others - k + 1) + LogBeta(k + unseen, others - k + seen) - complete);
            chance += term;
            if (k > others * mean && term < 1e-12 * chance)
            {
                break;
            }
        }

        return Math.Min(1, chance);
    }

    private static double LogBeta(double a, double b) => SpecialFunctions.LogGamma(a) + SpecialFunctions.LogGamma(b) - SpecialFunctions.LogGamma(a + b);
}
