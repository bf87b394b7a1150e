using Modelyard.Frames;
using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents a table that is read chunk by chunk as the data that estimators learn from.</summary>
/// <remarks>
/// A first pass learns the plan by the rules of <see cref="TablePlan"/> and <see cref="TargetPlan"/> from what can be held: the levels of a column up to 65,536, the classes of the target up to a
/// thousand, and otherwise ranges and estimates of how many values differ. Rows without a target are left out.
/// </remarks>
public sealed class TableStream : IDataStream
{
    private readonly IEnumerable<Frame> _chunks;

    private TableStream(IEnumerable<Frame> chunks, TablePlan plan, TargetPlan target, long rowCount)
    {
        _chunks = chunks;
        Plan = plan;
        Target = target;
        RowCount = rowCount;
        Encoder = new RowEncoder(plan.Inputs);
        Shape = new DataShape(plan.Inputs, target.Name, target.Classes);
    }

    /// <summary>Gets which columns are inputs, and which are left out and why.</summary>
    public TablePlan Plan { get; }

    /// <summary>Gets how the target is read.</summary>
    public TargetPlan Target { get; }

    /// <summary>Gets the encoder of the inputs.</summary>
    public RowEncoder Encoder { get; }

    /// <summary>Gets the number of rows that have a target.</summary>
    public long RowCount { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <summary>Plans the reading of a table by one pass over it.</summary>
    /// <param name="chunks">The chunks of the table, the same each time they are enumerated, as <see cref="CsvReader.ReadChunks"/> gives them.</param>
    /// <param name="target">The name of the target.</param>
    /// <param name="task">What is predicted; null to decide by the cells.</param>
    /// <param name="numbersOnly">Whether only columns of numbers and truth values are inputs, all of them.</param>
    /// <param name="context">What surrounds the pass; the default if null.</param>
    /// <returns>The stream.</returns>
    /// <exception cref="ModelyardException">The target is not there or nothing can be learned about it, or no column is left.</exception>
    public static TableStream Learn(IEnumerable<Frame> chunks, string target, TaskKind? task = null, bool numbersOnly = false, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ColumnSurvey[] surveys = [];
        TargetSurvey? ofTarget = null;
        foreach (Frame chunk in chunks)
        {
            context?.Checkpoint();
            if (ofTarget is null)
            {
                ofTarget = new TargetSurvey(chunk[target]);
                surveys = [.. chunk.Columns.Where(column => column.Name != target).Select(column => new ColumnSurvey(column))];
            }

            ofTarget.Add(chunk[target]);
            foreach (ColumnSurvey survey in surveys)
            {
                survey.Add(chunk[survey.Name]);
            }
        }

        if (ofTarget is null)
        {
            throw new ModelyardException("The table has no rows and must have at least one.");
        }

        var plan = TargetPlan.Of(ofTarget, task);
        return new TableStream(chunks, numbersOnly ? Numbers(surveys, target) : Inputs(surveys, target), plan, ofTarget.Present);
    }

    /// <summary>Reads the same table in other chunks.</summary>
    /// <param name="chunks">The chunks, of the same rows in the same order.</param>
    /// <returns>A stream that uses the columns as this one does.</returns>
    public TableStream Over(IEnumerable<Frame> chunks)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        return new TableStream(chunks, Plan, Target, RowCount);
    }

    /// <inheritdoc/>
    public IEnumerable<Dataset> Read(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (Frame chunk in _chunks)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            int[] present = Target.PresentRows(chunk);
            if (present.Length > 0)
            {
                yield return Target.Encode(present.Length == chunk.RowCount ? chunk : chunk.Take(present), Encoder);
            }
        }
    }

    private static TablePlan Inputs(ColumnSurvey[] surveys, string target)
    {
        var inputs = new List<Feature>();
        var dropped = new List<DroppedColumn>();
        foreach (ColumnSurvey survey in surveys)
        {
            if (survey.ReasonToDrop() is { } reason)
            {
                dropped.Add(new DroppedColumn(survey.Name, reason));
            }
            else
            {
                inputs.Add(survey.Describe());
            }
        }

        return inputs.Count > 0
            ? new TablePlan { Inputs = new FeatureSchema(inputs), Dropped = dropped }
            : throw new ModelyardException($"No column is left to predict '{target}' from: {string.Join("; ", dropped.Take(10).Select(one => $"'{one.Name}' ({one.Reason})"))}.");
    }

    private static TablePlan Numbers(ColumnSurvey[] surveys, string target)
    {
        Feature[] inputs = [.. surveys.Where(survey => survey.Kind is ColumnKind.Integer or ColumnKind.Double or ColumnKind.Boolean).Select(survey => survey.Describe())];
        return inputs.Length > 0
            ? new TablePlan { Inputs = new FeatureSchema(inputs), Dropped = [.. surveys.Where(survey => !inputs.Any(input => input.Name == survey.Name)).Select(survey => new DroppedColumn(survey.Name, "not a number"))] }
            : throw new ModelyardException($"No column besides '{target}' is numeric. Take texts as inputs too, so that they are prepared.");
    }
}
