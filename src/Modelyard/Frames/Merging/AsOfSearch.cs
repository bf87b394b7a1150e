using System.Numerics;

namespace Modelyard.Frames.Merging;

/// <summary>Finds for each row of a sorted table the nearest row of another that belongs to the same group.</summary>
/// <remarks>One sweep over both tables, as two sorted lists are merged: beside each group stands the row that was met last.</remarks>
/// <typeparam name="T">The numbers of the keys.</typeparam>
/// <param name="left">The keys of the left table.</param>
/// <param name="leftOrder">Its rows in the order of the keys.</param>
/// <param name="leftGroups">The group of each of its rows; -1 for none.</param>
/// <param name="right">The keys of the right table.</param>
/// <param name="rightOrder">Its rows in the order of the keys.</param>
/// <param name="rightGroups">The group of each of its rows; -1 for none.</param>
/// <param name="groups">The number of groups.</param>
/// <param name="tolerance">The greatest distance, or null.</param>
/// <param name="allowExact">Whether an equal key is near.</param>
internal sealed class AsOfSearch<T>(T[] left, int[] leftOrder, int[] leftGroups, T[] right, int[] rightOrder, int[] rightGroups, int groups, T? tolerance, bool allowExact)
    where T : struct, INumber<T>
{
    /// <summary>Finds one row of the right table for each of the left; -1 for none.</summary>
    /// <param name="direction">The side on which it is sought.</param>
    /// <param name="prefersAfter">Whether of two equally near rows the later one counts.</param>
    public int[] Find(AsOfDirection direction, bool prefersAfter = false)
    {
        if (direction != AsOfDirection.Nearest)
        {
            return direction == AsOfDirection.Backward ? Before() : After();
        }

        int[] before = Before(), after = After();
        for (int row = 0; row < before.Length; row++)
        {
            int back = before[row], ahead = after[row];
            if (back >= 0 && ahead >= 0)
            {
                T toBack = left[row] - right[back], toAhead = right[ahead] - left[row];
                before[row] = toAhead < toBack || (prefersAfter && toAhead == toBack) ? ahead : back;
            }
            else
            {
                before[row] = Math.Max(back, ahead);
            }
        }

        return before;
    }

    private int[] Before()
    {
        int[] last = Unmet(groups), found = Unmet(left.Length);
        int next = 0;
        foreach (int row in leftOrder)
        {
            T key = left[row];
            while (next < rightOrder.Length && (right[rightOrder[next]] < key || (allowExact && right[rightOrder[next]] == key)))
            {
                int met = rightOrder[next++];
                if (rightGroups[met] >= 0)
                {
                    last[rightGroups[met]] = met;
                }
            }

            int partner = leftGroups[row] < 0 ? Column.Gap : last[leftGroups[row]];
            found[row] = partner >= 0 && tolerance is { } most && key - right[partner] > most ? Column.Gap : partner;
        }

        return found;
    }

    private int[] After()
    {
        int[] last = Unmet(groups), found = Unmet(left.Length);
        int next = rightOrder.Length - 1;
        for (int place = leftOrder.Length - 1; place >= 0; place--)
        {
            int row = leftOrder[place];
            T key = left[row];
            while (next >= 0 && (right[rightOrder[next]] > key || (allowExact && right[rightOrder[next]] == key)))
            {
                int met = rightOrder[next--];
                if (rightGroups[met] >= 0)
                {
                    last[rightGroups[met]] = met;
                }
            }

            int partner = leftGroups[row] < 0 ? Column.Gap : last[leftGroups[row]];
            found[row] = partner >= 0 && tolerance is { } most && right[partner] - key > most ? Column.Gap : partner;
        }

        return found;
    }

    private static int[] Unmet(int count)
    {
        int[] rows = new int[count];
        Array.Fill(rows, Column.Gap);
        return rows;
    }
}
