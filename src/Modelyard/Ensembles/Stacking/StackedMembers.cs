using System.Buffers;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents the members of a stack as the features that the final model reads: their predictions and, if wanted, the original features behind them.</summary>
internal sealed class StackedMembers
{
    private readonly int[] _firsts;

    /// <summary>Initializes members.</summary>
    /// <param name="features">The features that all members read.</param>
    /// <param name="members">The members, all for the same task.</param>
    /// <param name="passthrough">Whether the original features follow the predictions.</param>
    internal StackedMembers(FeatureSchema features, IReadOnlyList<IPredictiveModel> members, bool passthrough)
    {
        Features = features;
        Members = members;
        Passthrough = passthrough;
        _firsts = new int[members.Count + 1];
        var described = new List<Feature>();
        var names = new HashSet<string>(features.Select(feature => feature.Name), StringComparer.Ordinal);
        for (int i = 0; i < members.Count; i++)
        {
            _firsts[i + 1] = _firsts[i] + Width(members[i]);
            described.AddRange(Enumerable.Range(0, Width(members[i])).Select(k => new Feature(Free($"member{i + 1}.{k + 1}", names))));
        }

        Outputs = new FeatureSchema(passthrough ? described.Concat(features) : described);
    }

    internal FeatureSchema Features { get; }

    internal IReadOnlyList<IPredictiveModel> Members { get; }

    internal bool Passthrough { get; }

    /// <summary>Gets the features of the final model.</summary>
    internal FeatureSchema Outputs { get; }

    /// <summary>Writes the features of the final model for one row.</summary>
    internal void Fill(ReadOnlySpan<double> row, Span<double> outputs)
    {
        for (int i = 0; i < Members.Count; i++)
        {
            Span<double> own = outputs[_firsts[i].._firsts[i + 1]];
            if (Members[i] is IRegressionModel regression)
            {
                own[0] = regression.Predict(row);
                continue;
            }

            var classifier = (IClassificationModel)Members[i];
            double[] rented = ArrayPool<double>.Shared.Rent(classifier.Classes.Count);
            Span<double> probabilities = rented.AsSpan(0, classifier.Classes.Count);
            classifier.PredictProbability(row, probabilities);
            probabilities[^own.Length..].CopyTo(own);
            ArrayPool<double>.Shared.Return(rented);
        }

        if (Passthrough)
        {
            row.CopyTo(outputs[_firsts[^1]..]);
        }
    }

    /// <summary>Makes the features of the final model for many rows.</summary>
    internal Matrix Fill(Matrix rows, int degree)
    {
        var outputs = new Matrix(rows.Rows, Outputs.Count);
        Fill(rows, outputs, degree);
        return outputs;
    }

    /// <summary>Writes the features of the final model for many rows, rows x <see cref="Outputs"/>.</summary>
    internal void Fill(Matrix rows, Matrix outputs, int degree)
    {
        for (int i = 0; i < Members.Count; i++)
        {
            Fill(Members[i], rows, outputs.View(0, rows.Rows, _firsts[i], _firsts[i + 1] - _firsts[i]), degree);
        }

        for (int row = 0; Passthrough && row < rows.Rows; row++)
        {
            rows.Row(row).CopyTo(outputs.Row(row)[_firsts[^1]..]);
        }
    }

    /// <summary>Writes what one member predicts, rows x <see cref="Width"/>.</summary>
    internal static void Fill(IPredictiveModel member, Matrix rows, Matrix outputs, int degree)
    {
        if (member is IRegressionModel regression)
        {
            double[] predictions = new double[rows.Rows];
            regression.Predict(rows, predictions, degree);
            for (int row = 0; row < predictions.Length; row++)
            {
                outputs[row, 0] = predictions[row];
            }

            return;
        }

        var classifier = (IClassificationModel)member;
        var probabilities = new Matrix(rows.Rows, classifier.Classes.Count);
        classifier.PredictProbability(rows, probabilities, degree);
        for (int row = 0; row < rows.Rows; row++)
        {
            probabilities.Row(row)[^outputs.Columns..].CopyTo(outputs.Row(row));
        }
    }

    /// <summary>Gets the number of features that a member gives: one number, or a probability for each class; of two classes the second says all.</summary>
    internal static int Width(IPredictiveModel member) => member is IClassificationModel { Classes.Count: not 2 } classifier ? classifier.Classes.Count : 1;

    internal static StackedMembers Load<T>(StateReader state)
        where T : class, IPredictiveModel, IPersistent
    {
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<T> members = state.ReadParts<T>("members");
        return members.Count > 0 && members.All(member => member.Features.Count == features.Count)
            ? new StackedMembers(features, members, state.ReadBoolean("passthrough"))
            : throw new ModelFormatException($"The stack must have one or more members, each of which reads its '{features.Count}' features.");
    }

    internal void Save(StateWriter state)
    {
        state.Write("features", Features);
        state.Write("members", [.. Members.Cast<IPersistent>()]);
        state.Write("passthrough", Passthrough);
    }

    private static string Free(string name, HashSet<string> taken)
    {
        while (!taken.Add(name))
        {
            name += "'";
        }

        return name;
    }
}
