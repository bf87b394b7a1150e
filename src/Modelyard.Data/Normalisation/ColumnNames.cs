using System.Text;
using Modelyard.Frames;

namespace Modelyard.Data.Normalisation;

/// <summary>Reads what the names of columns say: which begin alike, which name something that identifies, and what a table of them is called.</summary>
internal sealed class ColumnNames
{
    private static readonly HashSet<string> Marks = new(StringComparer.Ordinal) { "id", "key", "code", "nr", "no", "number", "num", "uuid", "guid", "sku", "isbn" };
    private readonly string[][] _words;
    private readonly HashSet<string> _common;

    public ColumnNames(IEnumerable<string> names)
    {
        _words = [.. names.Select(Words)];

        // What most columns begin with says nothing of any.
        _common = [.. _words.Select(words => words[0]).GroupBy(word => word).Where(group => group.Count() > 2 && group.Count() * 2 > _words.Length).Select(group => group.Key)];
    }

    /// <summary>Determines whether a column is named as one that identifies.</summary>
    public bool Identifies(int column) => Marks.Contains(_words[column][^1]);

    /// <summary>Ranks a column as a key among those that tell the same apart: the lower the better.</summary>
    public int Rank(int column, ColumnKind kind) => (Identifies(column) ? 0 : 10) + kind switch
    {
        ColumnKind.Integer => 0,
        ColumnKind.Text or ColumnKind.Category => 1,
        _ => 2,
    };

    /// <summary>Determines whether the names of two columns begin with the same word.</summary>
    public bool BeginAlike(int one, int other) => _words[one][0] == _words[other][0] && !_common.Contains(_words[one][0]);

    /// <summary>Finds the name of a table by its key and the columns that depend on it.</summary>
    public string TableName(IReadOnlyList<int> key, IReadOnlyList<int> others)
    {
        if (key.Count == 1)
        {
            string[] words = _words[key[0]];
            int common = others.Count == 0 ? 0 : others.Min(other => words.Zip(_words[other]).TakeWhile(pair => pair.First == pair.Second).Count());
            string[] stem = words.Length > 1 && Marks.Contains(words[^1]) ? words[..^1] : common > 0 && common < words.Length && !_common.Contains(words[0]) ? words[..common] : words;
            return string.Join('_', stem);
        }

        return string.Join('_', key.Select(column => _words[column].Length > 1 && Marks.Contains(_words[column][^1]) ? string.Join('_', _words[column][..^1]) : string.Join('_', _words[column])));
    }

    private static string[] Words(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        for (int i = 0; i < name.Length; i++)
        {
            if (!char.IsLetterOrDigit(name[i]))
            {
                End();
                continue;
            }

            if (char.IsUpper(name[i]) && i > 0 && char.IsLower(name[i - 1]))
            {
                End();
            }

            word.Append(char.ToLowerInvariant(name[i]));
        }

        End();
        return words.Count == 0 ? ["column"] : [.. words];
    }
}
