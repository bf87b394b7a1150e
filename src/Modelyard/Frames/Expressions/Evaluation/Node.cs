namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents a part of an expression whose kind is known and that computes blocks of rows.</summary>
internal abstract class Node
{
    /// <summary>Initializes a part.</summary>
    /// <param name="kind">The kind of its cells.</param>
    /// <param name="signature">What is computed, without the inputs: two parts of the same signature and inputs are the same.</param>
    /// <param name="inputs">The parts that it is computed of.</param>
    protected Node(ColumnKind kind, string signature, params Node[] inputs)
    {
        Kind = kind;
        Signature = signature;
        Inputs = inputs;
    }

    /// <summary>Gets or sets the number of the part within its program; inputs have lower numbers.</summary>
    public int Id { get; set; } = -1;

    /// <summary>Gets the kind of the cells.</summary>
    public ColumnKind Kind { get; }

    /// <summary>Gets what is computed, without the inputs.</summary>
    public string Signature { get; }

    /// <summary>Gets the parts that this one is computed of.</summary>
    public Node[] Inputs { get; private set; }

    /// <summary>Gets or sets what the part was made of, for errors.</summary>
    public Expression? Origin { get; set; }

    /// <summary>Gets a value indicating whether the part can fail for a row.</summary>
    public virtual bool CanFail => false;

    /// <summary>Gets a value indicating whether a row's cell is computed of that row alone, wherever it stands.</summary>
    public virtual bool IsPure => true;

    /// <summary>Gets a value indicating whether a row fails where an input fails; otherwise the part sees to that itself.</summary>
    public virtual bool PassesFaults => true;

    /// <summary>Prepares for a table, once before its blocks are computed.</summary>
    public virtual object? Prepare(Evaluation evaluation) => null;

    /// <summary>Computes a block of rows.</summary>
    public abstract void Run(Block block, Lane result);

    /// <summary>Creates the same part of other inputs.</summary>
    public virtual Node Over(Node[] inputs)
    {
        var other = (Node)MemberwiseClone();
        other.Inputs = inputs;
        other.Id = -1;
        return other;
    }

    /// <summary>Computes a part whose inputs are the same for all rows; one that fails is left to fail for the rows that need it.</summary>
    public ConstantNode? Fold()
    {
        if (!IsPure || Inputs.Length == 0 || !Array.TrueForAll(Inputs, input => input is ConstantNode))
        {
            return null;
        }

        try
        {
            Column result = new ColumnWriter(new Evaluation(new EvaluationProgram(this), Frame.Of(), 1, 0)).Write("constant");
            return result.IsMissing(0) ? ConstantNode.MissingOf(Kind) : ConstantNode.Of(result switch
            {
                DoubleColumn doubles => doubles.Values[0],
                IntegerColumn integers => integers.Values[0],
                BooleanColumn booleans => booleans.Values[0],
                TimestampColumn times => times[0],
                _ => result.FormatCell(0),
            });
        }
        catch (ExpressionException) when (CanFail)
        {
            return null;
        }
    }

    /// <summary>Finds the input because of which a row failed.</summary>
    public virtual Node? FaultyInput(Block block, int row) => Array.Find(Inputs, input => block.Failed(input, row));

    /// <summary>Says why the part itself fails for a row.</summary>
    public virtual string DescribeFault(Block block, int row) => throw new InvalidOperationException();
}
