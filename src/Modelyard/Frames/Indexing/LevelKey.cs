namespace Modelyard.Frames;

/// <summary>Represents how a level of an index is asked for: by its name, or by its position, which counts from the end as <c>^1</c>.</summary>
public readonly record struct LevelKey
{
    private readonly string? _name;
    private readonly Index _position;

    private LevelKey(string? name, Index position)
    {
        _name = name;
        _position = position;
    }

    /// <summary>Asks for a level by its name; a level without a name is found as <c>level_0</c> by its position.</summary>
    /// <param name="name">The name.</param>
    public static implicit operator LevelKey(string name) => FromString(name);

    /// <summary>Asks for a level by its position.</summary>
    /// <param name="position">The zero-based position, the outermost level first.</param>
    public static implicit operator LevelKey(int position) => FromInt32(position);

    /// <summary>Asks for a level by its position.</summary>
    /// <param name="position">The position, from the start or from the end.</param>
    public static implicit operator LevelKey(Index position) => FromIndex(position);

    /// <summary>Asks for a level by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The key.</returns>
    public static LevelKey FromString(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new LevelKey(name, default);
    }

    /// <summary>Asks for a level by its position.</summary>
    /// <param name="position">The zero-based position, the outermost level first.</param>
    /// <returns>The key.</returns>
    public static LevelKey FromInt32(int position) => new(null, new Index(position));

    /// <summary>Asks for a level by its position.</summary>
    /// <param name="position">The position, from the start or from the end.</param>
    /// <returns>The key.</returns>
    public static LevelKey FromIndex(Index position) => new(null, position);

    /// <inheritdoc/>
    public override string ToString() => _name ?? _position.ToString();

    /// <summary>Finds the level in an index.</summary>
    /// <returns>The zero-based position; -1 if the index has no such level.</returns>
    internal int Find(MultiIndex index)
    {
        if (_name is null)
        {
            int position = _position.GetOffset(index.LevelCount);
            return position >= 0 && position < index.LevelCount ? position : -1;
        }

        for (int level = 0; level < index.LevelCount; level++)
        {
            if (index.Names[level] == _name)
            {
                return level;
            }
        }

        for (int level = 0; level < index.LevelCount; level++)
        {
            if (index.Names[level] is null && index.Levels[level].Name == _name)
            {
                return level;
            }
        }

        return -1;
    }
}
