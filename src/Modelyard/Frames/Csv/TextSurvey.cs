using System.Text;

namespace Modelyard.Frames.Csv;

/// <summary>Counts the different texts of a column, up to the number that makes it text and not a category.</summary>
internal sealed class TextSurvey
{
    private byte[] _padded = [];
    private LevelTable? _levels = new();

    /// <summary>Gets the number of different texts; more than a category may have if they are too many to count.</summary>
    public int Levels => _levels?.Count ?? TextRule.MaxLevels + 1;

    /// <summary>Gets the number of cells that are present.</summary>
    public long Present { get; private set; }

    /// <summary>Gets a value indicating whether further texts can change the number.</summary>
    public bool IsCounting => _levels is not null;

    /// <summary>Takes in that so many cells are present, whose texts follow.</summary>
    public void Expect(int cells) => Present += cells;

    /// <summary>Takes in a text.</summary>
    public void Add(ReadOnlySpan<byte> text) => Intern(text);

    /// <summary>Takes in the cells of a window.</summary>
    /// <param name="column">The column of the window.</param>
    public void Add(Column column)
    {
        Present += column.Length - column.MissingCount;
        if (column is CategoryColumn category)
        {
            foreach (string level in category.Levels)
            {
                Intern(Encoding.UTF8.GetBytes(level));
            }

            return;
        }

        var text = (TextColumn)column;
        for (int row = 0; row < text.Length && _levels is not null; row++)
        {
            if (!text.IsMissing(row))
            {
                Intern(text.Utf8(row));
            }
        }
    }

    /// <summary>Takes in different texts and the number of cells that have them.</summary>
    /// <param name="levels">The texts.</param>
    /// <param name="present">The number of cells.</param>
    public void Add(LevelTable levels, int present)
    {
        Present += present;
        for (int level = 0; level < levels.Count && _levels is not null; level++)
        {
            Intern(levels[level]);
        }
    }

    private void Intern(ReadOnlySpan<byte> level)
    {
        if (_levels is null)
        {
            return;
        }

        if (_padded.Length < level.Length + 8)
        {
            _padded = new byte[(level.Length + 8) * 2];
        }

        level.CopyTo(_padded);
        _levels.Intern(ref _padded[0], level.Length);
        _levels = _levels.Count > TextRule.MaxLevels ? null : _levels;
    }
}
