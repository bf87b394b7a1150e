using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;
using Modelyard.Selection;

namespace Modelyard.Training;

/// <summary>Represents a table made ready: its target read, its columns chosen, its rows parted into those trained on and those tested on.</summary>
internal sealed class TrainingTable
{
    private const int LeastRows = 10;
    private const int LeastTrainingRows = 5;

    internal TrainingTable(Frame frame, TrainingOptions options)
    {
        if (!frame.TryGetColumn(options.Target, out _))
        {
            throw new ModelyardException(new UnknownColumnException(options.Target, frame.Columns.Select(column => column.Name)).Message + " Name the target with '--target'.");
        }

        if (options.Group == options.Target || options.Time == options.Target || options.Exclude.Contains(options.Target, StringComparer.Ordinal))
        {
            string option = options.Group == options.Target ? "group" : options.Time == options.Target ? "time" : "exclude";
            throw new ModelyardException($"The column '{options.Target}' is the target and '--{option}' names it too. Name another column there.");
        }

        Target = TargetPlan.Learn(frame, options.Target, options.Task);
        int[] present = Target.PresentRows(frame);
        Rows = present.Length == frame.RowCount ? frame : frame.Take(present);
        TimeOrder? order = options.Time is { } time ? TimeOrder.Of(Rows, time) : null;
        Rows = order?.Rows ?? Rows;
        if (Rows.RowCount < LeastRows)
        {
            throw new ModelyardException($"The table has {Rows.RowCount} rows with a target{(order is null ? "" : " and a time")}; training and testing need at least {LeastRows}. Add rows.");
        }

        string[] exclude = [.. options.Exclude, .. options.Group is { } name ? new[] { name } : []];
        Split split = Part(Rows, Target, options);
        if (split.Train.Length < LeastTrainingRows || split.Test.Length == 0)
        {
            throw new ModelyardException(
                $"A test share of {options.TestShare:0.####} leaves {split.Train.Length:N0} of {Rows.RowCount:N0} rows to train on and {split.Test.Length:N0} to test on; "
                + $"at least {LeastTrainingRows} and 1 are needed. Choose another with '--test-size', or add rows.");
        }

        Plan = TablePlan.Learn(Rows.Take(split.Train), options.Target, exclude, options.Texts);
        Train = Encode(Rows.Take(split.Train), Plan, options);
        Test = Encode(Rows.Take(split.Test), Plan, options);
        Warnings = [.. Target.Notes, .. order?.Notes ?? [], .. Plan.Notes(Rows)];
    }

    internal Frame Rows { get; }

    internal TargetPlan Target { get; }

    internal TablePlan Plan { get; }

    internal Dataset Train { get; }

    internal Dataset Test { get; }

    internal IReadOnlyList<string> Warnings { get; }

    /// <summary>Encodes all rows, with the levels and the words of all of them.</summary>
    internal Dataset All(TrainingOptions options)
    {
        var inputs = new FeatureSchema(Plan.Inputs.Select(feature => TablePlan.DescribeAs(Rows[feature.Name], feature.Kind)));
        return Encode(Rows, Plan with { Inputs = inputs }, options);
    }

    private static Split Part(Frame rows, TargetPlan target, TrainingOptions options)
    {
        // Only target and group decide where a row goes; no input is read yet.
        var none = new RowEncoder(new FeatureSchema());
        Dataset data = target.Encode(rows, none).WithGroups(GroupsOf(rows, options));
        return new HoldOut { Share = options.TestShare, Seed = options.Seed, ByTime = options.Time is not null }.Split(data)[0];
    }

    private Dataset Encode(Frame rows, TablePlan plan, TrainingOptions options) =>
        Target.Encode(rows, new RowEncoder(plan.Inputs), options.Parallelism).WithGroups(GroupsOf(rows, options));

    private static int[]? GroupsOf(Frame rows, TrainingOptions options)
    {
        if (options.Group is not { } name)
        {
            return null;
        }

        Column column = rows[name];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] groups = new int[rows.RowCount];
        for (int row = 0; row < groups.Length; row++)
        {
            string cell = column.FormatCell(row);
            if (!numbers.TryGetValue(cell, out groups[row]))
            {
                numbers.Add(cell, groups[row] = numbers.Count);
            }
        }

        return groups;
    }
}
