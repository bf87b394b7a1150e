using Modelyard.Learning;

namespace Modelyard.Selection;

/// <summary>Makes splits of an assignment of rows to folds, and checks what folds need.</summary>
internal static class FoldAssignment
{
    internal static List<Split> ToSplits(ReadOnlySpan<int> foldOfRow, int folds)
    {
        var splits = new List<Split>(folds);
        int[] sizes = new int[folds];
        foreach (int fold in foldOfRow)
        {
            sizes[fold]++;
        }

        for (int fold = 0; fold < folds; fold++)
        {
            int[] train = new int[foldOfRow.Length - sizes[fold]], test = new int[sizes[fold]];
            int inTrain = 0, inTest = 0;
            for (int row = 0; row < foldOfRow.Length; row++)
            {
                if (foldOfRow[row] == fold)
                {
                    test[inTest++] = row;
                }
                else
                {
                    train[inTrain++] = row;
                }
            }

            splits.Add(new Split(train, test));
        }

        return splits;
    }

    /// <summary>Gives the number of folds there can be: those asked for, or one for each of what is dealt out if that is fewer.</summary>
    internal static int CheckFolds(int folds, int available, string what)
    {
        CheckAtLeast("Folds", folds, 2);
        return available >= 2
            ? Math.Min(folds, available)
            : throw new ModelyardException($"Folds need two {what} or more, and there {(available == 1 ? "is one" : "are none")}. Give more {what}.");
    }

    internal static void CheckAtLeast(string name, int value, int least)
    {
        if (value < least)
        {
            throw new ModelyardException($"{name} is '{value}' and must be a whole number, {least} or greater.");
        }
    }

    /// <summary>Numbers the groups of the rows from 0 in the order of their first row.</summary>
    internal static (int[] GroupOfRow, int Count) NumberGroups(Dataset data)
    {
        if (data.Groups.IsEmpty)
        {
            throw new ModelyardException("The rows carry no groups. Name the column that holds them, or choose a split that needs none.");
        }

        var numbers = new Dictionary<int, int>();
        int[] groupOfRow = new int[data.RowCount];
        for (int row = 0; row < groupOfRow.Length; row++)
        {
            if (!numbers.TryGetValue(data.Groups[row], out int number))
            {
                number = numbers.Count;
                numbers.Add(data.Groups[row], number);
            }

            groupOfRow[row] = number;
        }

        return (groupOfRow, numbers.Count);
    }
}
