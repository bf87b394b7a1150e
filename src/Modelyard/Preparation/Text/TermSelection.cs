using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Chooses the terms that tell most of the target, one by one.</summary>
/// <remarks>
/// For classes by the chi-squared statistic of the weights that each class holds of a term; for numbers by the squared correlation of weight and target.
/// Source: Yang and Pedersen (1997), A Comparative Study on Feature Selection in Text Categorization, ICML.
/// </remarks>
internal static class TermSelection
{
    /// <summary>Chooses terms.</summary>
    /// <param name="terms">The weighted terms, rows x terms, 0 or greater.</param>
    /// <param name="data">The rows with their target.</param>
    /// <param name="most">The greatest number of terms.</param>
    /// <returns>The terms, ascending; all if there are no more than that.</returns>
    internal static int[] Best(SparseMatrix terms, Dataset data, int most)
    {
        int[] all = [.. Enumerable.Range(0, terms.Columns)];
        if (all.Length <= most)
        {
            return all;
        }

        double[] scores = data.Task == TaskKind.Classification ? ChiSquared(terms, data) : Correlations(terms, data);
        Array.Sort(all, (left, right) => scores[left] != scores[right] ? scores[right].CompareTo(scores[left]) : left.CompareTo(right));
        int[] best = all[..most];
        Array.Sort(best);
        return best;
    }

    private static double[] ChiSquared(SparseMatrix terms, Dataset data)
    {
        var observed = new Matrix(terms.Columns, data.ClassCount);
        double[] rows = new double[data.ClassCount];
        double total = 0;
        for (int row = 0; row < terms.Rows; row++)
        {
            double weight = data.HasWeights ? data.Weights[row] : 1;
            int label = data.Labels[row];
            rows[label] += weight;
            total += weight;
            SparseRow own = terms.Row(row);
            for (int i = 0; i < own.Count; i++)
            {
                observed[own.Indices[i], label] += weight * own.Values[i];
            }
        }

        double[] scores = new double[terms.Columns];
        for (int term = 0; term < scores.Length; term++)
        {
            double sum = 0;
            foreach (double value in observed.Row(term))
            {
                sum += value;
            }

            for (int label = 0; label < rows.Length && sum > 0; label++)
            {
                double expected = sum * rows[label] / total, difference = observed[term, label] - expected;
                scores[term] += expected > 0 ? difference * difference / expected : 0;
            }
        }

        return scores;
    }

    private static double[] Correlations(SparseMatrix terms, Dataset data)
    {
        double[] sums = new double[terms.Columns], squares = new double[terms.Columns], products = new double[terms.Columns];
        double total = 0, mean = 0;
        for (int row = 0; row < terms.Rows; row++)
        {
            double weight = data.HasWeights ? data.Weights[row] : 1;
            total += weight;
            mean += weight * data.Target[row];
        }

        mean /= total;
        for (int row = 0; row < terms.Rows; row++)
        {
            double weight = data.HasWeights ? data.Weights[row] : 1;
            SparseRow own = terms.Row(row);
            for (int i = 0; i < own.Count; i++)
            {
                double value = own.Values[i];
                sums[own.Indices[i]] += weight * value;
                squares[own.Indices[i]] += weight * value * value;
                products[own.Indices[i]] += weight * value * (data.Target[row] - mean);
            }
        }

        double[] scores = new double[terms.Columns];
        for (int term = 0; term < scores.Length; term++)
        {
            double variance = squares[term] - (sums[term] * sums[term] / total);
            scores[term] = variance > 1e-12 * squares[term] ? products[term] * products[term] / variance : 0;
        }

        return scores;
    }
}
