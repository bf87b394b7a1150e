using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents a function that is computed row by row and is missing where an input is.</summary>
internal sealed class RowNode : Node
{
    private readonly Delegate _function;
    private readonly bool _canFail;
    private readonly Func<Block, RowNode, int, string>? _describeFault;

    /// <summary>Initializes a function that gives texts.</summary>
    public RowNode(string signature, RowFunctions.ToText function, params Node[] inputs)
        : base(ColumnKind.Text, signature, inputs) => _function = function;

    /// <summary>Initializes a function that gives booleans.</summary>
    public RowNode(string signature, RowFunctions.ToBoolean function, params Node[] inputs)
        : base(ColumnKind.Boolean, signature, inputs) => _function = function;

    /// <summary>Initializes a function that gives numbers.</summary>
    public RowNode(string signature, RowFunctions.ToDouble function, params Node[] inputs)
        : base(ColumnKind.Double, signature, inputs) => _function = function;

    /// <summary>Initializes a function that gives whole numbers or timestamps, and says what a failed row lacks if it can fail.</summary>
    public RowNode(ColumnKind kind, string signature, RowFunctions.ToInteger function, Func<Block, RowNode, int, string>? describeFault, params Node[] inputs)
        : base(kind, signature, inputs)
    {
        _function = function;
        _canFail = describeFault is not null;
        _describeFault = describeFault;
    }

    /// <inheritdoc/>
    public override bool CanFail => _canFail;

    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        Lane[] inputs = block.InputsOf(this);
        for (int i = 0; i < inputs.Length; i++)
        {
            AddMissing(Inputs[i], inputs[i], result);
        }

        switch (_function)
        {
            case RowFunctions.ToBoolean function:
                RunBooleans(function, block, inputs, result);
                break;
            case RowFunctions.ToDouble function:
                RunDoubles(function, block, inputs, result);
                break;
            case RowFunctions.ToInteger function:
                RunIntegers(function, block, inputs, result);
                break;
            case RowFunctions.ToText function:
                RunTexts(function, block, inputs, result);
                break;
        }
    }

    /// <inheritdoc/>
    public override string DescribeFault(Block block, int row) => _describeFault!(block, this, row);

    private static void AddMissing(Node node, Lane input, Lane result)
    {
        if (node.Kind != ColumnKind.Double)
        {
            result.AddMissing(input);
        }
        else if (input.HasMissing)
        {
            for (int row = 0; row < result.Count; row++)
            {
                if (input.IsMissing(row, ColumnKind.Double))
                {
                    SetMissing(result, row);
                }
            }
        }
    }

    private static bool IsMissing(Lane result, int row) => result.HasMissing && BitKernels.Get(result.Missing, row);

    private static void SetMissing(Lane result, int row) => result.WriteMissing()[row >> 6] |= 1UL << (row & 63);

    private static void RunBooleans(RowFunctions.ToBoolean function, Block block, Lane[] inputs, Lane result)
    {
        Span<ulong> bits = result.WriteTrue();
        bits.Clear();
        for (int row = 0; row < result.Count; row++)
        {
            if (!IsMissing(result, row) && function(block, inputs, row))
            {
                bits[row >> 6] |= 1UL << (row & 63);
            }
        }
    }

    private static void RunDoubles(RowFunctions.ToDouble function, Block block, Lane[] inputs, Lane result)
    {
        Span<double> values = result.WriteDoubles();
        for (int row = 0; row < result.Count; row++)
        {
            values[row] = IsMissing(result, row) ? double.NaN : function(block, inputs, row);
        }

        result.HasMissing = true;
    }

    private static void RunIntegers(RowFunctions.ToInteger function, Block block, Lane[] inputs, Lane result)
    {
        Span<long> values = result.WriteIntegers();
        for (int row = 0; row < result.Count; row++)
        {
            if (IsMissing(result, row))
            {
                values[row] = 0;
                continue;
            }

            RowOutcome outcome = function(block, inputs, row, out values[row]);
            if (outcome == RowOutcome.Missing)
            {
                SetMissing(result, row);
            }
            else if (outcome == RowOutcome.Failed)
            {
                result.WriteFaults()[row >> 6] |= 1UL << (row & 63);
            }
        }
    }

    private static void RunTexts(RowFunctions.ToText function, Block block, Lane[] inputs, Lane result)
    {
        TextCells texts = result.WriteTexts();
        for (int row = 0; row < result.Count; row++)
        {
            if (!IsMissing(result, row) && !function(block, inputs, row, texts))
            {
                SetMissing(result, row);
            }

            texts.EndCell();
        }
    }
}
