using System.Globalization;
using System.Numerics;
using System.Text;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents one thread's memory for an expression: a lane for each part, for as many rows as stay in the caches.</summary>
internal sealed class Block
{
    private const int LongestText = 200;
    private readonly Lane?[] _lanes;
    private readonly Lane[][] _inputs;

    /// <summary>Initializes the memory.</summary>
    public Block(Evaluation evaluation)
    {
        Evaluation = evaluation;
        _lanes = new Lane?[evaluation.Program.LaneCount];
        _inputs = new Lane[_lanes.Length][];
        int capacity = Math.Min(evaluation.Program.BlockRows, Math.Max(64, (evaluation.Rows + 63) & ~63));
        foreach (Node node in evaluation.Program.Order)
        {
            var lane = new Lane(capacity);
            _lanes[node.Id] = lane;
            _inputs[node.Id] = Array.ConvertAll(node.Inputs, input => this[input]);
            evaluation.ConstantOf(node)?.Run(this, lane);
        }
    }

    /// <summary>Gets the evaluation.</summary>
    public Evaluation Evaluation { get; }

    /// <summary>Gets the first row.</summary>
    public int Start { get; private set; }

    /// <summary>Gets the number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Gets characters to work with, at least as many as asked for.</summary>
    public char[] Characters { get; private set; } = new char[256];

    /// <summary>Gets the lane of a part.</summary>
    public Lane this[Node node] => _lanes[node.Id]!;

    /// <summary>Gets the lanes of a part's inputs.</summary>
    public Lane[] InputsOf(Node node) => _inputs[node.Id];

    /// <summary>Computes the cells of rows.</summary>
    /// <param name="start">The first row, a multiple of 64.</param>
    /// <param name="count">The number of rows.</param>
    /// <returns>The lane of the whole expression.</returns>
    public Lane Run(int start, int count)
    {
        Start = start;
        Count = count;
        foreach (Node node in Evaluation.Program.Order)
        {
            Lane lane = this[node];
            if (lane.IsConstant)
            {
                lane.Count = count;
                continue;
            }

            lane.Reset(count);
            if (node.PassesFaults)
            {
                foreach (Node input in node.Inputs)
                {
                    lane.AddFaults(this[input]);
                }
            }

            node.Run(this, lane);
        }

        Lane root = this[Evaluation.Program.Root];
        if (root.HasFaults)
        {
            RequireNoFault(root);
        }

        return root;
    }

    /// <summary>Determines whether a part failed for a row of the block.</summary>
    public bool Failed(Node node, int row) => this[node].HasFaults && ((this[node].Faults[row >> 6] >> (row & 63)) & 1) != 0;

    /// <summary>Writes the cell of a part for an error.</summary>
    public string Show(Node node, int row)
    {
        Lane lane = this[node];
        int place = lane.IsConstant ? 0 : row;
        return lane.IsMissing(row, node.Kind) ? "missing" : node.Kind switch
        {
            ColumnKind.Double => lane.Doubles[place].ToString(CultureInfo.InvariantCulture),
            ColumnKind.Integer => lane.Integers[place].ToString(CultureInfo.InvariantCulture),
            ColumnKind.Timestamp => new DateTime(lane.Integers[place]).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
            ColumnKind.Boolean => ((lane.True[row >> 6] >> (row & 63)) & 1) != 0 ? "true" : "false",
            _ => Encoding.UTF8.GetString(lane.Text(row)) is var text && text.Length > LongestText ? text[..LongestText] + "..." : text,
        };
    }

    /// <summary>Decodes a text into characters to work with.</summary>
    public ReadOnlySpan<char> Decode(ReadOnlySpan<byte> utf8)
    {
        if (Characters.Length < utf8.Length)
        {
            Characters = new char[Math.Max(utf8.Length, 2 * Characters.Length)];
        }

        return Characters.AsSpan(0, Encoding.UTF8.GetChars(utf8, Characters));
    }

    private void RequireNoFault(Lane root)
    {
        for (int row = 0; row < Count; row += 64)
        {
            ulong left = root.Faults[row >> 6] & (Count - row < 64 ? (1UL << (Count - row)) - 1 : ulong.MaxValue);
            if (left == 0)
            {
                continue;
            }

            int failed = row + BitOperations.TrailingZeroCount(left);
            Node node = Evaluation.Program.Root;
            while (node.FaultyInput(this, failed) is { } input)
            {
                node = input;
            }

            string part = node.Origin is null || node.Origin.Source is not null ? string.Empty : $", in '{ExpressionPrinter.Brief(node.Origin)}'";
            throw new ExpressionException($"Data row {(Evaluation.FirstRow + Start + failed + 1).ToString(CultureInfo.InvariantCulture)} fails{part}: {node.DescribeFault(this, failed)}", node.Origin?.Source);
        }
    }
}
