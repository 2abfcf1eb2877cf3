package boreas.lab;

/// What a program left behind.
public record Output(int code, String out, String err) {
    public boolean isSuccess() {
        return code == 0;
    }
}
