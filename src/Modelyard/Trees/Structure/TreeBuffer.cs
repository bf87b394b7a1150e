namespace Modelyard.Trees.Structure;

/// <summary>Holds a tree while it grows; used again for tree after tree.</summary>
internal sealed class TreeBuffer
{
    private TreeNode[] _nodes = new TreeNode[1024];
    private float[] _covers = new float[1024];
    private double[] _distributions = [];
    private uint[] _levels = [];
    private int _distributionLength;
    private int _levelLength;

    public int Count { get; private set; }

    public ReadOnlySpan<TreeNode> Nodes => _nodes.AsSpan(0, Count);

    public ReadOnlySpan<float> Covers => _covers.AsSpan(0, Count);

    /// <summary>Starts a tree of a root alone.</summary>
    public void Clear()
    {
        Count = 1;
        _distributionLength = 0;
        _levelLength = 0;
    }

    /// <summary>Adds two nodes side by side.</summary>
    /// <returns>The left one.</returns>
    public int AddPair()
    {
        if (Count + 2 > _nodes.Length)
        {
            Array.Resize(ref _nodes, _nodes.Length * 2);
            Array.Resize(ref _covers, _covers.Length * 2);
        }

        Count += 2;
        return Count - 2;
    }

    public void SetLeaf(int node, double value) => _nodes[node] = TreeNode.Leaf(node, value);

    public void SetSplit(int node, int feature, double value, int child, bool missingLeft, bool categorical) =>
        _nodes[node] = TreeNode.Split(feature, value, child, missingLeft, categorical);

    public void SetCover(int node, double weight) => _covers[node] = (float)weight;

    /// <summary>Adds the classes of a leaf.</summary>
    /// <returns>What the leaf's value must be.</returns>
    public double AddDistribution(ReadOnlySpan<double> distribution)
    {
        Reserve(ref _distributions, _distributionLength + distribution.Length);
        distribution.CopyTo(_distributions.AsSpan(_distributionLength));
        _distributionLength += distribution.Length;
        return -1 - (_distributionLength - distribution.Length);
    }

    /// <summary>Adds the levels that go left at a split.</summary>
    /// <returns>What the split's value must be.</returns>
    public double AddLevels(ReadOnlySpan<uint> words)
    {
        Reserve(ref _levels, _levelLength + words.Length + 1);
        int place = _levelLength;
        _levels[place] = (uint)words.Length;
        words.CopyTo(_levels.AsSpan(place + 1));
        _levelLength += words.Length + 1;
        return place;
    }

    /// <summary>Takes over the distributions and levels of another tree, to which the nodes of this one point.</summary>
    public void ShareTables(TreeBuffer other)
    {
        (_distributions, _distributionLength) = (other._distributions, other._distributionLength);
        (_levels, _levelLength) = (other._levels, other._levelLength);
    }

    public Tree ToTree() => new(_nodes[..Count], _covers[..Count], _distributions[.._distributionLength], _levels[.._levelLength]);

    private static void Reserve<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            Array.Resize(ref array, Math.Max(length, Math.Max(64, array.Length * 2)));
        }
    }
}
