namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents the parts of a bound expression in the order in which they are computed, each once.</summary>
internal sealed class EvaluationProgram
{
    // 512 KB of lanes of eight bytes stay in the second cache of today's processors.
    private const int CachedCells = 1 << 16;
    private const int MostRows = 1024;
    private const int LeastRows = 64;

    /// <summary>Initializes the program of a part and its inputs.</summary>
    public EvaluationProgram(Node root)
    {
        Root = root;
        HashSet<Node> reached = [root];
        var open = new Stack<Node>(reached);
        while (open.TryPop(out Node? node))
        {
            foreach (Node input in node.Inputs)
            {
                if (reached.Add(input))
                {
                    open.Push(input);
                }
            }
        }

        Order = [.. reached.OrderBy(node => node.Id)];
        LaneCount = root.Id + 1;
        BlockRows = Math.Clamp(CachedCells / Order.Length, LeastRows, MostRows) & ~63;
    }

    /// <summary>Gets the part that is the whole expression.</summary>
    public Node Root { get; }

    /// <summary>Gets the parts, inputs before what is computed of them.</summary>
    public Node[] Order { get; }

    /// <summary>Gets the number of lanes that numbers of parts need.</summary>
    public int LaneCount { get; }

    /// <summary>Gets the number of rows of a block, a multiple of 64.</summary>
    public int BlockRows { get; }
}
