using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Fits members on rows and features drawn at random, and predicts for each row by the members that did not see it.</summary>
internal static class BagFit
{
    /// <summary>The number of times that rows are drawn anew if they hold too little to learn from.</summary>
    private const int MostDraws = 100;

    internal static LearnerTraits Traits(IEstimator estimator) => estimator.Traits with { Sparse = false, DependsOnRowOrder = true, WeightsCountAsRows = false };

    /// <summary>Fits the members.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="settings">How rows and features are drawn.</param>
    /// <param name="context">What surrounds the fit.</param>
    internal static BaggedMember[] Run(Dataset data, BagSettings settings, FitContext context)
    {
        int rows = Math.Max(1, (int)Math.Round(settings.RowShare * data.RowCount));
        int features = Math.Max(1, (int)(settings.FeatureShare * data.FeatureCount));
        return MemberFits.RunInTime(settings.Members, context, (_, own) =>
        {
            RandomStream random = own.Random();
            int[] columns = [];
            if (features < data.FeatureCount)
            {
                columns = random.Permutation(data.FeatureCount)[..features];
                Array.Sort(columns);
            }

            var taken = new BaggedFeatures(columns);
            int[] drawn = Draw(data, rows, settings.Replacement, ref random);
            return new BaggedMember(settings.Estimator.FitModel(taken.Of(data.Rows(drawn, own)), own), taken, drawn);
        });
    }

    /// <summary>Sums up what is predicted for each row by the members that did not see it.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="members">The members.</param>
    /// <param name="width">The number of predictions a row.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>The sums, rows x width, and the number of such members of each row.</returns>
    internal static (Matrix Sums, int[] Voters) OutOfBag(Dataset data, BaggedMember[] members, int width, FitContext context)
    {
        var sums = new Matrix(data.RowCount, width);
        int[] voters = new int[data.RowCount];
        foreach (BaggedMember member in members)
        {
            context.Checkpoint();
            bool[] seen = new bool[data.RowCount];
            foreach (int row in member.Rows)
            {
                seen[row] = true;
            }

            int[] unseen = context.Choose(seen.Length, row => !seen[row]);
            var predicted = new Matrix(unseen.Length, width);
            Matrix rows = data.Features.SelectRows(unseen, context.Checkpoint);
            foreach ((int first, int count) in context.Pieces(unseen.Length))
            {
                Fill(member, rows.RowRange(first, count), predicted.RowRange(first, count), context.Parallelism);
            }

            for (int i = 0; i < unseen.Length; i++)
            {
                voters[unseen[i]]++;
                Span<double> sum = sums.Row(unseen[i]);
                for (int k = 0; k < width; k++)
                {
                    sum[k] += predicted[i, k];
                }
            }
        }

        return (sums, voters);
    }

    private static void Fill(BaggedMember member, Matrix rows, Matrix predicted, int degree)
    {
        if (member.Model is IClassificationModel classifier)
        {
            classifier.PredictProbability(member.Features.Of(rows), predicted, degree);
            return;
        }

        double[] numbers = new double[rows.Rows];
        ((IRegressionModel)member.Model).Predict(member.Features.Of(rows), numbers, degree);
        for (int row = 0; row < numbers.Length; row++)
        {
            predicted[row, 0] = numbers[row];
        }
    }

    private static int[] Draw(Dataset data, int count, bool replacement, ref RandomStream random)
    {
        int[] drawn = [];
        for (int draw = 0; draw < MostDraws; draw++)
        {
            if (replacement)
            {
                drawn = new int[count];
                foreach (ref int row in drawn.AsSpan())
                {
                    row = random.NextInt(data.RowCount);
                }
            }
            else
            {
                drawn = random.Permutation(data.RowCount)[..count];
            }

            // In the order of the data, each fit reads memory forwards.
            Sort(drawn, data.RowCount);
            if (CanBeLearned(data, drawn))
            {
                return drawn;
            }
        }

        throw new ModelyardException($"None of '{MostDraws}' draws of '{count}' rows of the target '{data.TargetName}' held rows of weight and of two classes. Raise 'RowShare', or give more rows.");
    }

    /// <summary>Sorts rows by counting them, if there are many: a million in some milliseconds instead of a tenth of a second, in which no fit can stop.</summary>
    private static void Sort(int[] drawn, int rows)
    {
        const int FewShare = 16;
        if (drawn.Length < rows / FewShare)
        {
            Array.Sort(drawn);
            return;
        }

        int[] counts = new int[rows];
        foreach (int row in drawn)
        {
            counts[row]++;
        }

        int next = 0;
        for (int row = 0; row < rows; row++)
        {
            for (int left = counts[row]; left > 0; left--)
            {
                drawn[next++] = row;
            }
        }
    }

    /// <summary>Says whether rows hold some weight and, of classes, at least two.</summary>
    private static bool CanBeLearned(Dataset data, int[] drawn)
    {
        int found = -1;
        foreach (int row in drawn)
        {
            if (data.HasWeights && data.Weights[row] == 0)
            {
                continue;
            }

            if (data.Task != TaskKind.Classification || (found >= 0 && data.Labels[row] != found))
            {
                return true;
            }

            found = data.Labels[row];
        }

        return false;
    }
}
