namespace Modelyard.Trees.Growing;

/// <summary>Draws the features that compete at a node, and remembers those that are constant in it and so in all nodes below.</summary>
/// <remarks>
/// The features known to be constant stand first, in the order in which they were found, so that a node needs only their number.
/// That holds as long as a tree grows in depth-first order.
/// </remarks>
internal sealed class FeatureDraw
{
    private readonly int[] _features;
    private readonly int[] _constants;

    public FeatureDraw(int count)
    {
        _features = new int[count];
        _constants = new int[count];
        Reset();
    }

    /// <summary>Forgets every draw, so that the next tree does not depend on the one before.</summary>
    public void Reset()
    {
        for (int i = 0; i < _features.Length; i++)
        {
            _features[i] = i;
        }
    }

    /// <summary>Finds the best split of the open node among some features drawn at random; draws on until one of them varies.</summary>
    /// <param name="search">The search, open at the node.</param>
    /// <param name="candidates">The number of features to draw.</param>
    /// <param name="random">The random numbers of the tree.</param>
    /// <param name="constants">The number of features known to be constant; on return, with those found.</param>
    /// <returns>The best split, or none.</returns>
    public Split Find(SplitSearch search, int candidates, ref RandomDraw random, ref int constants)
    {
        Split best = Split.None;
        int known = constants, drawnKnown = 0, found = 0, end = _features.Length;

        // [0, drawnKnown) known and drawn, [.., known) known, [known, known + found) found here, [.., end) not drawn, [end, ..) tried
        for (int drawn = 0; end > known + found && (drawn < candidates || drawn <= drawnKnown + found); drawn++)
        {
            int place = drawnKnown + random.NextInt(end - found - drawnKnown);
            if (place < known)
            {
                (_features[place], _features[drawnKnown]) = (_features[drawnKnown], _features[place]);
                drawnKnown++;
                continue;
            }

            place += found;
            int feature = _features[place];
            if (!search.Search(feature, ref best, ref random))
            {
                (_features[place], _features[known + found]) = (_features[known + found], feature);
                found++;
                continue;
            }

            end--;
            (_features[place], _features[end]) = (_features[end], feature);
            if (best.Perfect)
            {
                break;
            }
        }

        // What was drawn must not change the order of what was known: the sibling counts on it.
        _constants.AsSpan(0, known).CopyTo(_features);
        _features.AsSpan(known, found).CopyTo(_constants.AsSpan(known));
        constants = known + found;
        return best;
    }
}
