using Modelyard.Frames;
using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Looks through a table, or one to learn from and one to test on, for what makes scores better than they will be in use.</summary>
/// <remarks>
/// What a table cannot show is not found: a column that was filled in after the fact but tells little, or a scaler that was fitted on all rows. A finding is a question to who knows the data, not a
/// verdict. Source: Kaufman, Rosset, Perlich and Stitelman (2012), Leakage in Data Mining, ACM Transactions on Knowledge Discovery from Data 6(4).
/// </remarks>
public static class LeakageCheck
{
    /// <summary>Looks through the training rows, and the test rows if there are any.</summary>
    /// <param name="train">The training rows.</param>
    /// <param name="options">The target, and what is known of times and groups.</param>
    /// <param name="context">The seed of the halves by which single columns are scored and of the rows of large tables that are compared, and the end if it is cancelled.</param>
    /// <param name="test">The test rows; null if there are none.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ModelyardException">A column is not there, or nothing can be learned about the target.</exception>
    public static LeakageReport Run(Frame train, LeakageOptions options, FitContext context, Frame? test = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        foreach (string name in new[] { options.Target, options.Time, options.Group }.OfType<string>())
        {
            train.PositionOf(name);
        }

        var findings = new List<LeakageFinding>(TargetChecks.Run(train, options, context));
        context.Checkpoint();
        findings.AddRange(test is null ? PartChecks.Alone(train, options) : PartChecks.Between(train, test, options, context));
        LeakageFinding[] ordered = [.. findings.OrderBy(finding => finding.Severity).ThenBy(finding => finding.Kind)];
        int severe = ordered.Count(finding => finding.Severity == LeakageSeverity.Severe), others = ordered.Length - severe;
        string looked = test is null ? $"{train.RowCount:N0} rows" : $"{train.RowCount:N0} rows to learn from and {test.RowCount:N0} to test on";
        return new LeakageReport(ordered, ordered.Length == 0
            ? $"Nothing was found in {looked} that would make scores too good."
            : $"In {looked}, {severe} {(severe == 1 ? "finding is" : "findings are")} severe and {others} {(others == 1 ? "is" : "are")} worth a look.");
    }
}
