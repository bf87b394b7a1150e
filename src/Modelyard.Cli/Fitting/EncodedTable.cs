using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Cli;

/// <summary>Represents a table made ready to learn one target from.</summary>
/// <param name="Target">The target.</param>
/// <param name="Encoder">What makes cells numbers.</param>
/// <param name="Rows">The rows in which the target is present.</param>
/// <param name="Notes">What of the table is read otherwise than it may be meant.</param>
/// <param name="LeftOut">The number of rows without a target.</param>
internal sealed record EncodedTable(TargetPlan Target, RowEncoder Encoder, Dataset Rows, IReadOnlyList<string> Notes, int LeftOut)
{
    /// <summary>Reads and encodes the rows of a table.</summary>
    /// <param name="table">The table and how it is read.</param>
    /// <param name="task">What is learned.</param>
    internal static EncodedTable Of(FitTable table, TaskKind task)
    {
        Frame frame = table.Read();
        var target = TargetPlan.Learn(frame, table.Targets[0], task);
        int[] present = target.PresentRows(frame);
        Frame rows = present.Length == frame.RowCount ? frame : frame.Take(present);
        TimeOrder? order = table.Time is { } time ? TimeOrder.Of(rows, time) : null;
        rows = order?.Rows ?? rows;

        TablePlan? plan = table.Plan(rows);
        var encoder = new RowEncoder(table.Inputs(rows, plan));
        Dataset data = target.Encode(rows, encoder, Environment.ProcessorCount);
        if (table.Group is { } group)
        {
            data = data.WithGroups(rows.GroupBy([group], new GroupOptions { KeepMissing = true }).GroupOfRow.ToArray());
        }

        return new EncodedTable(target, encoder, data, [.. target.Notes, .. order?.Notes ?? [], .. table.Notes(rows, plan)], frame.RowCount - present.Length);
    }
}
