using System.Text;
using Modelyard.Frames.Csv;

namespace Modelyard.Frames.Json;

/// <summary>Represents a key of the objects of a block, with the keys of the objects under it.</summary>
internal sealed class KeyNode
{
    private readonly byte[] _name;
    private readonly LevelTable _numbers = new();
    private readonly List<KeyNode> _children = [];
    private int _expected;

    public KeyNode(string path, byte[] name)
    {
        Path = path;
        _name = name;
        IsPlain = name.Length > 0 && name.AsSpan().IndexOfAny(PlainRecord.EndOfText) < 0;
    }

    /// <summary>Gets the name of the column of the key: all keys that lead to it.</summary>
    public string Path { get; }

    /// <summary>Gets or sets the cells of the key; null as long as no record has a value there.</summary>
    public RecordCells? Cells { get; set; }

    /// <summary>Gets or sets the last row that has the key.</summary>
    public int Row { get; set; } = -1;

    /// <summary>Gets the number of keys under this one.</summary>
    public int Count => _children.Count;

    /// <summary>Gets a value indicating whether the key is written without escapes.</summary>
    public bool IsPlain { get; }

    /// <summary>Gets the key itself.</summary>
    public ReadOnlySpan<byte> Name => _name;

    /// <summary>Gets a key under this one by its number.</summary>
    public KeyNode this[int number] => _children[number];

    /// <summary>Finds a key under this one, or adds it.</summary>
    /// <param name="name">The key.</param>
    /// <param name="separator">What stands between keys in the name of a column.</param>
    public KeyNode Child(ReadOnlySpan<byte> name, string separator)
    {
        // Records mostly have the same keys in the same order.
        if (_expected < _children.Count && name.SequenceEqual(_children[_expected]._name))
        {
            KeyNode expected = _children[_expected];
            _expected = _expected + 1 == _children.Count ? 0 : _expected + 1;
            return expected;
        }

        int number = _numbers.Intern(name);
        if (number == _children.Count)
        {
            string text = Encoding.UTF8.GetString(name);
            _children.Add(new KeyNode(Path.Length == 0 ? text : Path + separator + text, name.ToArray()));
        }

        _expected = number + 1 == _children.Count ? 0 : number + 1;
        return _children[number];
    }
}
