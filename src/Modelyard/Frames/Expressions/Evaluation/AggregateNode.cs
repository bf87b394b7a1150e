using Modelyard.Numerics;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents a statistic of a whole column, the same for all rows.</summary>
internal sealed class AggregateNode : Node
{
    private readonly EvaluationProgram? _argument;
    private readonly Func<Column, Evaluation, object?> _compute;

    /// <summary>Initializes the statistic.</summary>
    /// <param name="kind">The kind of the statistic.</param>
    /// <param name="signature">Which statistic it is, of what.</param>
    /// <param name="argument">What it is computed of; nothing for the number of rows.</param>
    /// <param name="compute">Computes it of a column: null if missing.</param>
    public AggregateNode(ColumnKind kind, string signature, Node? argument, Func<Column, Evaluation, object?> compute)
        : base(kind, signature)
    {
        _argument = argument is null ? null : new EvaluationProgram(argument);
        _compute = compute;
    }

    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override object Prepare(Evaluation evaluation)
    {
        ParallelLoop.Check();
        Column column = _argument is null
            ? new BooleanColumn("rows", [])
            : new ColumnWriter(new Evaluation(_argument, evaluation.Table, evaluation.Rows, evaluation.FirstRow)).Write("argument");
        return _compute(column, evaluation) is { } value ? ConstantNode.Of(value) : ConstantNode.MissingOf(Kind);
    }

    /// <inheritdoc/>
    public override void Run(Block block, Lane result) => throw new InvalidOperationException("A statistic is a constant of its table.");
}
