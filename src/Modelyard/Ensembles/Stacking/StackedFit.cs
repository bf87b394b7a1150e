using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Fits members and gives the final estimator their predictions of rows that they did not learn from.</summary>
internal static class StackedFit
{
    /// <summary>Says what a stack can take.</summary>
    internal static LearnerTraits Traits(IReadOnlyList<IEstimator> members, IEstimator final, bool passthrough) => new()
    {
        Weights = final.Traits.Weights && members.All(member => member.Traits.Weights),
        MissingValues = members.All(member => member.Traits.MissingValues) && (!passthrough || final.Traits.MissingValues),
        Categories = members.All(member => member.Traits.Categories) && (!passthrough || final.Traits.Categories),
        NonNegative = members.Any(member => member.Traits.NonNegative),
        ScaleSensitive = members.Any(member => member.Traits.ScaleSensitive) || (passthrough && final.Traits.ScaleSensitive),
        Linear = members.Any(member => member.Traits.Linear) || (passthrough && final.Traits.Linear),
        DependsOnRowOrder = true,
        WeightsCountAsRows = false,
        TargetRange = members.Append(final).Max(one => one.Traits.TargetRange),
    };

    /// <summary>Fits by folds: each member predicts every fold from the others, then learns from all rows.</summary>
    internal static (StackedMembers Members, IPredictiveModel Final) ByFolds(
        Dataset data, IReadOnlyList<IEstimator> members, IEstimator final, int folds, bool passthrough, FitContext context)
    {
        if (data.RowCount < 2)
        {
            throw new ModelyardException("A stack was given '1' row and needs at least two: members predict rows that they did not learn from.");
        }

        folds = Math.Min(folds, data.RowCount);
        int[] fold = FoldAssignment.Of(data, folds, context);
        int[][] inside = [.. Enumerable.Range(0, folds).Select(i => Select(fold, number => number == i, context))];
        int[][] outside = [.. Enumerable.Range(0, folds).Select(i => Select(fold, number => number != i, context))];
        if (Array.Exists(outside, rows => rows.Length == 0))
        {
            throw new ModelyardException("All rows of the stack are of one group and members predict groups that they did not learn from. Give at least two groups, or none.");
        }

        (IPredictiveModel Model, Matrix? Predicted)[] parts = MemberFits.Run(members.Count * (folds + 1), context, (i, own) =>
        {
            (int member, int part) = Math.DivRem(i, folds + 1);
            if (part == folds)
            {
                return (members[member].FitModel(data, own), (Matrix?)null);
            }

            IPredictiveModel model = members[member].FitModel(data.Rows(outside[part], own), own);
            Matrix rows = data.Features.SelectRows(inside[part], own.Checkpoint);
            var predicted = new Matrix(rows.Rows, StackedMembers.Width(model));
            foreach ((int first, int count) in own.Pieces(rows.Rows))
            {
                StackedMembers.Fill(model, rows.RowRange(first, count), predicted.RowRange(first, count), own.Parallelism);
            }

            return (model, predicted);
        }, followers: 1);
        var stacked = new StackedMembers(data.Schema, [.. Enumerable.Range(0, members.Count).Select(member => parts[(member * (folds + 1)) + folds].Model)], passthrough);
        var outputs = new Matrix(data.RowCount, stacked.Outputs.Count);
        for (int part = 0; part < folds; part++)
        {
            context.Checkpoint();
            for (int i = 0; i < inside[part].Length; i++)
            {
                Span<double> row = outputs.Row(inside[part][i]);
                for (int member = 0; member < members.Count; member++)
                {
                    Span<double> predicted = parts[(member * (folds + 1)) + part].Predicted!.Row(i);
                    predicted.CopyTo(row);
                    row = row[predicted.Length..];
                }

                if (passthrough)
                {
                    data.Features.Row(inside[part][i]).CopyTo(row);
                }
            }
        }

        return (stacked, Finish(data, stacked, outputs, final, members.Count * (folds + 1), context));
    }

    /// <summary>Fits by a hold-out: members learn from the other rows, and their predictions of those held out are what the final estimator learns from.</summary>
    internal static (StackedMembers Members, IPredictiveModel Final) ByHoldout(
        Dataset data, IReadOnlyList<IEstimator> members, IEstimator final, double share, bool passthrough, FitContext context)
    {
        // Every row, or group, has a place of its own, those of one class side by side: a share of the places, evenly spaced, is a share of each class.
        int[] place = FoldAssignment.Of(data, data.RowCount, context);
        Dataset learned = data.Rows(Select(place, at => !IsHeld(at, share), context), context), blended = data.Rows(Select(place, at => IsHeld(at, share), context), context);
        if (learned.RowCount == 0 || blended.RowCount == 0)
        {
            throw new ModelyardException($"Of '{data.RowCount}' rows, '{blended.RowCount}' are held out and '{learned.RowCount}' are left for the members of the blend; both must be at least one. Give more rows or groups, or change the share.");
        }

        IPredictiveModel[] models = MemberFits.Run(members.Count, context, (i, own) => members[i].FitModel(learned, own), followers: 1);
        var stacked = new StackedMembers(data.Schema, models, passthrough);
        var outputs = new Matrix(blended.RowCount, stacked.Outputs.Count);
        foreach ((int first, int count) in context.Pieces(blended.RowCount))
        {
            stacked.Fill(blended.Features.RowRange(first, count), outputs.RowRange(first, count), context.Parallelism);
        }

        return (stacked, Finish(blended, stacked, outputs, final, members.Count, context));
    }

    private static IPredictiveModel Finish(Dataset data, StackedMembers stacked, Matrix outputs, IEstimator final, int part, FitContext context)
    {
        context.Checkpoint();
        return final.FitModel(data.WithFeatures(outputs, stacked.Outputs), context.ForPart((ulong)part) with { Progress = null });
    }

    private static bool IsHeld(int place, double share) => (int)(((place + 1) * share) + 0.5) > (int)((place * share) + 0.5);

    private static int[] Select(int[] fold, Func<int, bool> chosen, FitContext context) => context.Choose(fold.Length, row => chosen(fold[row]));
}
