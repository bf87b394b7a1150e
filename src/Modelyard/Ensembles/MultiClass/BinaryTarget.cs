using Modelyard.Learning;

namespace Modelyard.Ensembles;

/// <summary>Makes problems of two classes from one of many.</summary>
internal static class BinaryTarget
{
    internal static IReadOnlyList<string> Classes { get; } = ["false", "true"];

    /// <summary>Creates the same rows with two classes.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="isTrue">Whether each class of the data becomes the class 'true'.</param>
    internal static Dataset Of(Dataset data, ReadOnlySpan<bool> isTrue)
    {
        int[] labels = new int[data.RowCount];
        ReadOnlySpan<int> classes = data.Labels;
        for (int row = 0; row < labels.Length; row++)
        {
            labels[row] = isTrue[classes[row]] ? 1 : 0;
        }

        return Of(data, labels);
    }

    /// <summary>Creates the same rows with other labels, 0 and 1.</summary>
    internal static Dataset Of(Dataset data, int[] labels)
    {
        Dataset binary = data.IsSparse
            ? Dataset.ForClassification(data.SparseFeatures, labels, Classes, data.Schema, data.TargetName)
            : Dataset.ForClassification(data.Features, labels, Classes, data.Schema, data.TargetName);
        return binary.WithWeights(data.HasWeights ? data.Weights.ToArray() : null).WithGroups(data.Groups.IsEmpty ? null : data.Groups.ToArray());
    }

    /// <summary>Lists the classes that have rows of some weight.</summary>
    /// <exception cref="ModelyardException">There is only one.</exception>
    internal static int[] PresentClasses(Dataset data, string estimator)
    {
        bool[] present = new bool[data.ClassCount];
        ReadOnlySpan<int> labels = data.Labels;
        for (int row = 0; row < data.RowCount; row++)
        {
            present[labels[row]] |= !data.HasWeights || data.Weights[row] > 0;
        }

        int[] classes = [.. Enumerable.Range(0, present.Length).Where(k => present[k])];
        return classes.Length > 1
            ? classes
            : throw new ModelyardException($"All rows of the target '{data.TargetName}' are of the class '{data.Classes[classes[0]]}'; '{estimator}' needs rows of at least two.");
    }

    /// <summary>Checks the numbers of the classes that a stored model says it can tell apart.</summary>
    internal static int[] ReadPresent(StateReader state, int classes)
    {
        int[] present = state.ReadInts("present");
        bool isRising = present.Length > 1 && present[0] >= 0 && present[^1] < classes && Enumerable.Range(1, present.Length - 1).All(i => present[i] > present[i - 1]);
        return isRising ? present : throw new ModelFormatException("The value 'present' of the model must hold two or more rising numbers of classes.");
    }

    /// <summary>Checks that the members of a stored model read its features and tell two classes apart.</summary>
    internal static IReadOnlyList<IClassificationModel> CheckMembers(IReadOnlyList<IClassificationModel> members, FeatureSchema features, int count) =>
        members.Count == count && members.All(member => member.Features.Count == features.Count && member.Classes.Count == 2)
            ? members
            : throw new ModelFormatException($"The model has '{members.Count}' members and must have '{count}', which read its '{features.Count}' features and tell two classes apart.");
}
