using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees;

/// <summary>Represents classifiers that vote, as AdaBoost trained them.</summary>
public sealed class AdaBoostClassificationModel : IDecisionModel, IFeatureImportance, IPersistent<AdaBoostClassificationModel>
{
    private const int BlockRows = 512;

    // Below this many votes a second thread costs more than it saves.
    private const long WorthThreads = 1 << 13;

    private readonly double[] _votes;
    private readonly double[] _errors;
    private readonly double[] _importances;
    private readonly double _total;

    internal AdaBoostClassificationModel(FeatureSchema features, IReadOnlyList<string> classes, IReadOnlyList<IClassificationModel> members, double[] votes, double[] errors)
    {
        Features = features;
        Classes = classes;
        Members = members;
        _votes = votes;
        _errors = errors;
        _importances = BoostingRounds.Importances(members, votes, features.Count);
        _total = votes.Sum();
    }

    /// <inheritdoc/>
    public static string TypeName => "adaboost-classification";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public int DecisionCount => Classes.Count == 2 ? 1 : Classes.Count;

    /// <summary>Gets the classifiers that vote, in the order in which they were trained.</summary>
    public IReadOnlyList<IClassificationModel> Members { get; }

    /// <summary>Gets what the vote of each member counts.</summary>
    public ReadOnlySpan<double> MemberVotes => _votes;

    /// <summary>Gets the error of each member on the training rows, weighted as it was trained.</summary>
    public ReadOnlySpan<double> MemberErrors => _errors;

    /// <summary>Gets the mean of the members' importances by their votes; all 0 if a member has none.</summary>
    public ReadOnlySpan<double> FeatureImportances => _importances;

    /// <inheritdoc/>
    public static AdaBoostClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        IReadOnlyList<IClassificationModel> members = state.ReadParts<IClassificationModel>("members");
        double[] votes = state.ReadDoubles("member_votes"), errors = state.ReadDoubles("member_errors");
        BoostingRounds.Check(features, members, votes, errors);
        if (classes.Count < 2 || members.Any(member => !member.Classes.SequenceEqual(classes, StringComparer.Ordinal)) || votes.Sum() <= 0)
        {
            throw new ModelFormatException("The model must have two classes or more, which its members share, and votes that are not all 0.");
        }

        return new AdaBoostClassificationModel(features, classes, members, votes, errors);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("member_votes", _votes);
        state.Write("member_errors", _errors);
        state.Write("members", Members);
    }

    /// <summary>Computes the share of the votes that each class gets; of two classes, the share of the second less that of the first. Allocates nothing.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="scores">Receives <see cref="DecisionCount"/> scores.</param>
    public void Decide(ReadOnlySpan<double> row, Span<double> scores)
    {
        CheckWidth(scores.Length, DecisionCount, nameof(scores));
        if (scores.Length == 1)
        {
            double difference = 0;
            for (int i = 0; i < _votes.Length; i++)
            {
                difference += Members[i].Predict(row) == 1 ? _votes[i] : -_votes[i];
            }

            scores[0] = difference / _total;
            return;
        }

        scores.Clear();
        for (int i = 0; i < _votes.Length; i++)
        {
            scores[Members[i].Predict(row)] += _votes[i];
        }

        foreach (ref double score in scores)
        {
            score /= _total;
        }
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        CheckWidth(probabilities.Length, Classes.Count, nameof(probabilities));
        Decide(row, probabilities[..DecisionCount]);
        ToProbabilities(probabilities);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(probabilities);
        CheckWidth(probabilities.Columns, Classes.Count, nameof(probabilities));
        if (probabilities.Rows != rows.Rows)
        {
            throw new ArgumentException($"The probabilities have '{probabilities.Rows}' rows and must have '{rows.Rows}'.", nameof(probabilities));
        }

        ForBlocks(rows, degree, (first, shares) =>
        {
            for (int i = 0; i < shares.Rows; i++)
            {
                Span<double> own = probabilities.Row(first + i);
                shares.Row(i).CopyTo(own);
                ToProbabilities(own);
            }
        });
    }

    /// <inheritdoc/>
    public unsafe void Predict(Matrix rows, Span<int> classes, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(classes, rows.Rows);

        // A span cannot be captured; the pointer is valid for as long as this method runs, and so is the loop.
        fixed (int* start = classes)
        {
            int* output = start;
            ForBlocks(rows, degree, (first, shares) =>
            {
                for (int i = 0; i < shares.Rows; i++)
                {
                    output[first + i] = DecisionCount == 1 ? (shares[i, 0] > 0 ? 1 : 0) : BatchPrediction.MostProbable(shares.Row(i));
                }
            });
        }
    }

    /// <summary>Hands over the scores of blocks of rows: the members vote by their classes, without writing probabilities down (ada_letters).</summary>
    private void ForBlocks(Matrix rows, int degree, Action<int, Matrix> use) => ParallelLoop.Blocks(
        rows.Rows,
        BlockRows,
        (long)rows.Rows * Members.Count < WorthThreads ? 1 : degree,
        (first, count) =>
        {
            Matrix block = rows.RowRange(first, count), shares = new(count, DecisionCount);
            int[] predicted = new int[count];
            for (int member = 0; member < _votes.Length; member++)
            {
                Members[member].Predict(block, predicted);
                for (int i = 0; i < count; i++)
                {
                    if (DecisionCount == 1)
                    {
                        shares[i, 0] += predicted[i] == 1 ? _votes[member] : -_votes[member];
                    }
                    else
                    {
                        shares[i, predicted[i]] += _votes[member];
                    }
                }
            }

            for (int i = 0; i < count; i++)
            {
                foreach (ref double share in shares.Row(i))
                {
                    share /= _total;
                }
            }

            use(first, shares);
        });

    private static void CheckWidth(int length, int wanted, string name)
    {
        if (length != wanted)
        {
            throw new ArgumentException($"There is room for '{length}' numbers a row and there must be for '{wanted}'.", name);
        }
    }

    // Zhu et al. (2009), equation 14: the softmax of the scores over K - 1. Of two classes, the one score is the difference of both.
    private static void ToProbabilities(Span<double> scores)
    {
        if (scores.Length == 2)
        {
            scores[1] = 1 / (1 + Math.Exp(-scores[0]));
            scores[0] = 1 - scores[1];
            return;
        }

        double sum = 0;
        foreach (ref double score in scores)
        {
            score = Math.Exp(score / (scores.Length - 1));
            sum += score;
        }

        foreach (ref double score in scores)
        {
            score /= sum;
        }
    }
}
