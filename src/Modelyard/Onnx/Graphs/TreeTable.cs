using Modelyard.Onnx.Format;

namespace Modelyard.Onnx.Graphs;

/// <summary>Gathers trees, each of whose leaves adds a number to one of several sums, and applies them: the operator <c>TreeEnsemble</c>.</summary>
/// <remarks>
/// Nodes are written as they come, in the form of the file: millions of them take little more room than there.
/// Levels go through the operator's sets; an empty set, which runtimes do not take, becomes a comparison that never holds.
/// </remarks>
internal sealed class TreeTable
{
    private const byte AtMost = 0, Below = 1, Member = 6;
    private const int SumOfTrees = 1;

    private readonly MessageBuffer _features = new(), _splits = new(), _modes = new(), _missing = new(), _members = new();
    private readonly MessageBuffer _trueNodes = new(), _trueLeaves = new(), _falseNodes = new(), _falseLeaves = new();
    private readonly MessageBuffer _targets = new(), _weights = new(), _roots = new();
    private int _nodes, _leaves, _memberCount, _targetCount;

    /// <summary>Adds a tree.</summary>
    /// <param name="nodes">The number of nodes, of which 0 is the root.</param>
    /// <param name="split">Describes how a node splits; null for a leaf.</param>
    /// <param name="leaf">Tells to which sum a leaf adds, and what.</param>
    internal void Add(int nodes, Func<int, TreeSplit?> split, Func<int, (int Target, double Weight)> leaf)
    {
        var splits = new TreeSplit?[nodes];
        int[] places = new int[nodes];
        int firstNode = _nodes, firstLeaf = _leaves;
        for (int node = 0; node < nodes; node++)
        {
            splits[node] = split(node);
            places[node] = splits[node] is null ? firstLeaf++ : firstNode++;
        }

        _roots.Append(_nodes);
        if (splits[0] is null)
        {
            AddStump(leaf(0));
            return;
        }

        for (int node = 0; node < nodes; node++)
        {
            if (splits[node] is { } own)
            {
                AddSplit(own, places[own.Left], splits[own.Left] is null, places[own.Right], splits[own.Right] is null);
            }
            else
            {
                AddLeaf(leaf(node));
            }
        }
    }

    /// <summary>Adds up what the trees give for each row, rows x sums.</summary>
    /// <param name="x">The columns that are compared.</param>
    /// <param name="sums">The number of sums.</param>
    internal GraphValue Apply(GraphValue x, int sums)
    {
        List<MessageBuffer> attributes =
        [
            NodeAttribute.Of("aggregate_function", SumOfTrees),
            NodeAttribute.OfPacked("leaf_targetids", _targets),
            NodeAttribute.OfTensor("leaf_weights", Tensor.Of("", ElementType.Number, _weights, _leaves)),
            NodeAttribute.Of("n_targets", Math.Max(sums, _targetCount)),
            NodeAttribute.OfPacked("nodes_falseleafs", _falseLeaves),
            NodeAttribute.OfPacked("nodes_falsenodeids", _falseNodes),
            NodeAttribute.OfPacked("nodes_featureids", _features),
            NodeAttribute.OfPacked("nodes_missing_value_tracks_true", _missing),
            NodeAttribute.OfTensor("nodes_modes", Tensor.Of("", ElementType.Byte, _modes, _nodes)),
            NodeAttribute.OfTensor("nodes_splits", Tensor.Of("", ElementType.Number, _splits, _nodes)),
            NodeAttribute.OfPacked("nodes_trueleafs", _trueLeaves),
            NodeAttribute.OfPacked("nodes_truenodeids", _trueNodes),
            NodeAttribute.Of("post_transform", 0),
            NodeAttribute.OfPacked("tree_roots", _roots),
        ];
        if (_memberCount > 0)
        {
            attributes.Add(NodeAttribute.OfTensor("membership_values", Tensor.Of("", ElementType.Number, _members, _memberCount)));
        }

        return x.Graph.Apply("TreeEnsemble", [x], [.. attributes]);
    }

    /// <summary>Adds a tree of one leaf, which the operator does not know: two leaves that are alike.</summary>
    private void AddStump((int Target, double Weight) leaf)
    {
        AddSplit(new TreeSplit(0, 0, 0, 1, MissingLeft: true), _leaves, true, _leaves + 1, true);
        AddLeaf(leaf);
        AddLeaf(leaf);
    }

    private void AddSplit(TreeSplit split, int left, bool isLeftLeaf, int right, bool isRightLeaf)
    {
        _nodes++;
        _features.Append(split.Feature);
        _trueNodes.Append(left);
        _trueLeaves.Append(isLeftLeaf ? 1 : 0);
        _falseNodes.Append(right);
        _falseLeaves.Append(isRightLeaf ? 1 : 0);
        _missing.Append(split.MissingLeft ? 1 : 0);
        if (split.Levels is not { } levels)
        {
            _modes.AppendByte(split.IsBelow ? Below : AtMost);
            _splits.AppendNumber(split.Threshold);
        }
        else if (levels.Length == 0)
        {
            _modes.AppendByte(Below);
            _splits.AppendNumber(double.NegativeInfinity);
        }
        else
        {
            _modes.AppendByte(Member);
            _splits.AppendNumber(0);
            foreach (double level in (double[])[.. levels, double.NaN])
            {
                _members.AppendNumber(level);
                _memberCount++;
            }
        }
    }

    private void AddLeaf((int Target, double Weight) leaf)
    {
        _leaves++;
        _targets.Append(leaf.Target);
        _weights.AppendNumber(leaf.Weight);
        _targetCount = Math.Max(_targetCount, leaf.Target + 1);
    }
}
