javac -d classes --module-path lib module-info.java gateway/Gateway.java
jlink --module-path classes:lib \
      --add-modules gateway,jdk.crypto.ec \
      --launcher gateway=gateway/gateway.Gateway \
      --strip-debug --no-header-files --no-man-pages --output image
