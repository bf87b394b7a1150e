using Modelyard.Learning;

namespace Modelyard.Ensembles;

/// <summary>Deals rows into folds of even classes, so that an ensemble can learn from predictions of rows that their models did not see.</summary>
internal static class FoldAssignment
{
    /// <summary>Gives the fold of each row.</summary>
    /// <param name="data">The rows; those of one group share a fold.</param>
    /// <param name="folds">The number of folds.</param>
    /// <param name="context">The random numbers, cancellation and time.</param>
    internal static int[] Of(Dataset data, int folds, FitContext context)
    {
        int[] order = context.Random().Permutation(data.RowCount);
        context.Checkpoint();
        int[] fold = new int[data.RowCount];
        if (!data.Groups.IsEmpty)
        {
            var dealt = new Dictionary<int, int>();
            foreach (int row in order)
            {
                if (!dealt.TryGetValue(data.Groups[row], out fold[row]))
                {
                    dealt.Add(data.Groups[row], fold[row] = dealt.Count % folds);
                }
            }

            return fold;
        }

        // The classes are dealt one after another, each going on where the one before it ended, so that folds are as even as they can be.
        int next = 0;
        for (int k = 0; k < Math.Max(1, data.ClassCount); k++)
        {
            context.Checkpoint();
            foreach (int row in order)
            {
                if (data.ClassCount == 0 || data.Labels[row] == k)
                {
                    fold[row] = next++ % folds;
                }
            }
        }

        return fold;
    }
}
