using Modelyard.Frames;
using Modelyard.Frames.Keys;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Selection.Features;

/// <summary>Looks for columns that are the target, or say what it is.</summary>
internal static class TargetChecks
{
    // Columns are better than honest ones mostly are of which the lower end of the interval is beyond the first; of few rows the interval is wide, and the share must be beyond the second.
    private const double Suspicious = 0.85, SuspiciousOfFew = 0.93;
    private const int LeastRows = 20;

    // The logarithm of one in a million.
    private const double LogUnlikely = -13.8;

    internal static IEnumerable<LeakageFinding> Run(Frame train, LeakageOptions options, FitContext context)
    {
        var target = TargetPlan.Learn(train, options.Target);
        int[] present = target.PresentRows(train);
        Frame rows = present.Length == train.RowCount ? train : train.Take(present);
        var plan = TablePlan.Learn(rows, options.Target);
        var copies = new HashSet<string>(StringComparer.Ordinal);
        foreach (Column column in rows.Columns.Where(column => column.Name != options.Target && column.Name != options.Group))
        {
            context.Checkpoint();
            if (Copy(column, rows[options.Target]) is { } copy)
            {
                copies.Add(column.Name);
                yield return copy;
            }
        }

        DroppedColumn[] identifiers = [.. plan.Identifiers.Where(column => column.Name != options.Group && !copies.Contains(column.Name))];
        foreach (LeakageFinding finding in NumberedRows.Run(rows, identifiers, target, context))
        {
            yield return finding;
        }

        Feature[] read = [.. plan.Inputs.Where(input => input.Kind != FeatureKind.Text && !copies.Contains(input.Name))];
        if (read.Length == 0)
        {
            yield break;
        }

        Dataset data = target.Encode(rows, new RowEncoder(new FeatureSchema(read)));
        foreach ((string name, SoleFeature score) in SoleFeature.OfAll(data, context))
        {
            if (score.Removed >= SuspiciousOfFew || score.Low >= Suspicious)
            {
                yield return Strong(name, score, options.Target);
            }
        }
    }

    private static LeakageFinding Strong(string name, SoleFeature score, string target)
    {
        bool givesAway = score.Removed >= SoleFeature.GivesAway;
        return new LeakageFinding(
            LeakageKind.GivesTargetAway,
            givesAway ? LeakageSeverity.Severe : LeakageSeverity.Suspicious,
            name,
            $"The column '{name}' alone removes {score.Removed:P1} [{score.Low:P1}, {score.High:P1}] of the error of guessing '{target}', on rows that were not looked at.",
            $"Ask when '{name}' becomes known. If it is after the target, or made from it, leave it out.");
    }

    /// <summary>Finds out whether a column is the target in another unit, or each of its values comes with one value of the target, more often than chance lets it.</summary>
    private static LeakageFinding? Copy(Column column, Column target)
    {
        RowKeys own = RowKeys.Of([column], MissingKeys.Kept), truth = RowKeys.Of([target], MissingKeys.Kept);
        if (column.Length < LeastRows || truth.Count < 2 || own.Count < 2)
        {
            return null;
        }

        string evidence;
        if (RowKeys.Of([column, target], MissingKeys.Kept).Count == own.Count && LogChance(own, truth) < LogUnlikely)
        {
            evidence = own.Count == truth.Count
                ? $"Each value of '{column.Name}' comes with one value of '{target.Name}', and each of those with one of it: it is the target in other words."
                : $"Each of the {own.Count:N0} values of '{column.Name}' comes with one value of '{target.Name}' only: the target is a function of it.";
        }
        else if (column.IsNumeric && target.IsNumeric && IsLinear(column, target))
        {
            evidence = $"The column '{column.Name}' is the target '{target.Name}' in another unit: their correlation is 1.";
        }
        else
        {
            return null;
        }

        return new LeakageFinding(LeakageKind.CopyOfTarget, LeakageSeverity.Severe, column.Name, evidence, $"Leave '{column.Name}' out, unless it is known when the prediction is made; then no model is needed.");
    }

    /// <summary>Computes the logarithm of the chance that all rows of a value have the same target, for every value, if the two were independent.</summary>
    private static double LogChance(RowKeys own, RowKeys truth)
    {
        double rows = own.Numbers[0].Length;
        double[] shares = [.. Counts(truth).Select(count => count / rows)];
        return Counts(own).GroupBy(count => count).Sum(same => same.Count() * Math.Log(shares.Sum(share => Math.Pow(share, same.Key))));
    }

    private static int[] Counts(RowKeys keys)
    {
        int[] counts = new int[keys.Count];
        foreach (int key in keys.Numbers[0])
        {
            counts[key]++;
        }

        return counts;
    }

    /// <summary>Tells whether one column is the other in another unit.</summary>
    private static bool IsLinear(Column column, Column target)
    {
        const double Rounding = 1e-9;
        double effect = UnivariateTests.CorrelationF(Finite(column), Finite(target)).Effect;
        return effect >= 1 - Rounding;
    }

    private static double[] Finite(Column column) => Array.ConvertAll(column.ToDoubles(), value => double.IsFinite(value) ? value : 0);
}
