using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Gathers, for many rows, how probable each member of a model of many classes finds its second class, and folds the answers into probabilities of the classes.</summary>
internal static class BinaryAnswers
{
    // The answers of all members are held for a block of rows, not for all of them.
    private const int Block = 128;

    /// <summary>Turns the answers of all members for a row into probabilities of the classes.</summary>
    /// <param name="answers">One probability a member.</param>
    /// <param name="probabilities">Receives one probability a class.</param>
    internal delegate void Fold(ReadOnlySpan<double> answers, Span<double> probabilities);

    /// <summary>Predicts many rows.</summary>
    internal static void Predict(IReadOnlyList<IClassificationModel> members, Matrix rows, Matrix probabilities, int degree, Fold fold) => Predict(
        members, probabilities, degree, fold, (member, first, pairs) => member.PredictProbability(rows.RowRange(first, pairs.Rows), pairs));

    /// <summary>Predicts many sparse rows.</summary>
    internal static void Predict(IReadOnlyList<IClassificationModel> members, SparseMatrix rows, Matrix probabilities, int degree, Fold fold) => Predict(
        members, probabilities, degree, fold, (member, first, pairs) => member.PredictProbability(rows.RowRange(first, pairs.Rows), pairs));

    private static void Predict(
        IReadOnlyList<IClassificationModel> members, Matrix probabilities, int degree, Fold fold, Action<IClassificationModel, int, Matrix> predict)
    {
        ParallelLoop.Blocks(probabilities.Rows, Block, degree, (first, count) =>
        {
            Matrix answers = new(count, members.Count), pairs = new(count, 2);
            for (int i = 0; i < members.Count; i++)
            {
                ParallelLoop.Check();
                predict(members[i], first, pairs);
                for (int row = 0; row < count; row++)
                {
                    answers[row, i] = pairs[row, 1];
                }
            }

            for (int row = 0; row < count; row++)
            {
                fold(answers.Row(row), probabilities.Row(first + row));
            }
        });
    }
}
