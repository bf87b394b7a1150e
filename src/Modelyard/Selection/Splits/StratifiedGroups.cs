using Modelyard.Learning;

namespace Modelyard.Selection;

/// <summary>Deals whole groups into folds such that classes stay even over the folds.</summary>
internal static class StratifiedGroups
{
    private const int RegressionStrata = 10;

    /// <summary>Gives the fold of each group.</summary>
    internal static int[] Assign(Dataset data, int[] groupOfRow, int[] shuffled, int folds)
    {
        int groups = shuffled.Length;
        List<int[]> strata = Strata.Of(data, RegressionStrata);
        double[,] counts = new double[groups, strata.Count];
        for (int stratum = 0; stratum < strata.Count; stratum++)
        {
            foreach (int row in strata[stratum])
            {
                counts[groupOfRow[row], stratum]++;
            }
        }

        double[,] inFold = new double[folds, strata.Count];
        int[] foldOfGroup = new int[groups];
        foreach (int group in shuffled.OrderByDescending(group => Unevenness(counts, group, strata.Count)))
        {
            int fold = Enumerable.Range(0, folds)
                .MinBy(fold => (Cost(inFold, counts, group, fold, folds, strata), Enumerable.Range(0, strata.Count).Sum(stratum => inFold[fold, stratum])));
            foldOfGroup[group] = fold;
            for (int stratum = 0; stratum < strata.Count; stratum++)
            {
                inFold[fold, stratum] += counts[group, stratum];
            }
        }

        return foldOfGroup;
    }

    private static double Unevenness(double[,] counts, int group, int strata)
    {
        double sum = 0, square = 0;
        for (int stratum = 0; stratum < strata; stratum++)
        {
            sum += counts[group, stratum];
            square += counts[group, stratum] * counts[group, stratum];
        }

        return (square / strata) - (sum / strata * (sum / strata));
    }

    private static double Cost(double[,] inFold, double[,] counts, int group, int chosen, int folds, List<int[]> strata)
    {
        double cost = 0;
        for (int stratum = 0; stratum < strata.Count; stratum++)
        {
            double sum = 0, square = 0;
            for (int fold = 0; fold < folds; fold++)
            {
                double share = (inFold[fold, stratum] + (fold == chosen ? counts[group, stratum] : 0)) / strata[stratum].Length;
                sum += share;
                square += share * share;
            }

            cost += Math.Sqrt(Math.Max(0, (square / folds) - (sum / folds * (sum / folds))));
        }

        return Math.Round(cost, 12);
    }
}
