using System.Collections.Concurrent;
using Modelyard.Numerics;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents the computation of an expression for one table.</summary>
internal sealed class Evaluation
{
    private const int PieceRows = 1 << 15;
    private readonly object?[] _prepared;
    private readonly ConstantNode?[] _constants;

    /// <summary>Initializes and prepares the computation.</summary>
    /// <param name="program">What is computed.</param>
    /// <param name="table">The table.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="firstRow">The number of the table's first row.</param>
    public Evaluation(EvaluationProgram program, Frame table, int rows, long firstRow)
    {
        Program = program;
        Table = table;
        Rows = rows;
        FirstRow = firstRow;
        _prepared = new object?[program.LaneCount];
        _constants = new ConstantNode?[program.LaneCount];
        foreach (Node node in program.Order)
        {
            _prepared[node.Id] = node.Prepare(this);
            _constants[node.Id] = node as ConstantNode ?? _prepared[node.Id] as ConstantNode ?? FoldConstants(node);
        }
    }

    /// <summary>Gets what is computed.</summary>
    public EvaluationProgram Program { get; }

    /// <summary>Gets the table.</summary>
    public Frame Table { get; }

    /// <summary>Gets the number of rows.</summary>
    public int Rows { get; }

    /// <summary>Gets the number of the table's first row.</summary>
    public long FirstRow { get; }

    /// <summary>Gets what a part prepared.</summary>
    public T Prepared<T>(Node node) => (T)_prepared[node.Id]!;

    /// <summary>Gets the value of a part if it is the same for all rows of the table.</summary>
    public ConstantNode? ConstantOf(Node node) => _constants[node.Id];

    /// <summary>Computes all rows in pieces, on all processors.</summary>
    /// <param name="take">Takes the cells of a block: its lane, its first row and the number of its piece. Pieces come in any order, the blocks of one in theirs.</param>
    public void Run(Action<Lane, int, int> take)
    {
        int pieces = PieceCount(Rows);
        if (pieces == 1)
        {
            RunPiece(new Block(this), 0, take);
            return;
        }

        var free = new ConcurrentBag<Block>();
        ParallelLoop.For(pieces, Environment.ProcessorCount, piece =>
        {
            Block block = free.TryTake(out Block? used) ? used : new Block(this);
            RunPiece(block, piece, take);
            free.Add(block);
        });
    }

    /// <summary>Gets the number of pieces that rows are cut into.</summary>
    public static int PieceCount(int rows) => (int)(((long)rows + PieceRows - 1) / PieceRows);

    /// <summary>Computes at once what is the same for all rows of this table because it is computed of statistics; what is the same for all tables was before.</summary>
    private ConstantNode? FoldConstants(Node node)
    {
        if (Array.TrueForAll(node.Inputs, input => input is ConstantNode) || !Array.TrueForAll(node.Inputs, input => _constants[input.Id] is not null))
        {
            return null;
        }

        Node folded = node.Over(Array.ConvertAll(node.Inputs, input => (Node)_constants[input.Id]!));
        for (int place = 0; place < folded.Inputs.Length; place++)
        {
            folded.Inputs[place] = folded.Inputs[place].Over([]);
            folded.Inputs[place].Id = place;
        }

        folded.Id = folded.Inputs.Length;
        return folded.Fold();
    }

    private void RunPiece(Block block, int piece, Action<Lane, int, int> take)
    {
        int end = (int)Math.Min(Rows, (piece + 1L) * PieceRows), step = Program.BlockRows;
        for (int start = piece * PieceRows; start < end; start += step)
        {
            take(block.Run(start, Math.Min(step, end - start)), start, piece);
        }
    }
}
